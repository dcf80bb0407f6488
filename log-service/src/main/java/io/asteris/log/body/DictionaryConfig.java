package io.asteris.log.body;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When sites get dictionaries. */
@ConfigMapping(prefix = "asteris.log.dictionary")
public interface DictionaryConfig {
    /** How often is looked at the sites that bodies came in for: larger asks the database less often, and a site has its dictionary later. */
    @WithDefault("5s")
    Duration look();
}
