package io.asteris.deliverability.dns;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whom we ask, and how long we wait. */
@ConfigMapping(prefix = "asteris.dns")
public interface DnsConfig {
    /** Resolvers as {@code host} or {@code host:port}, asked in that order; those of the system when none is named. */
    Optional<List<String>> resolvers();

    /** How long one resolver may take for one question before the next is asked: longer bears slower resolvers. */
    @WithDefault("1500ms")
    Duration timeout();

    /** How often the list of resolvers is gone through before a question counts as unanswered. */
    @WithDefault("2")
    int rounds();

    /** How long one check may take in all; what is not answered by then is unknown. */
    @WithDefault("8s")
    Duration deadline();
}
