package io.asteris.deliverability.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often domains are looked at. */
@ConfigMapping(prefix = "asteris.deliverability.watch")
public interface WatchConfig {
    /** How often it is looked whether a domain is due: more seldom spreads less evenly. */
    @WithDefault("30s")
    Duration round();

    /** No domain is looked at more often, however short its TTLs: shorter notices changes sooner and asks more. */
    @WithDefault("1h")
    Duration shortest();

    /** Every domain is looked at this often, however long its TTLs. */
    @WithDefault("6h")
    Duration longest();

    /** Most domains at once: larger catches up faster and asks the resolvers more at a time. */
    @WithDefault("16")
    int batch();
}
