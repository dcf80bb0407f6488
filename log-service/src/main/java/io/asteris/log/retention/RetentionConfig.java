package io.asteris.log.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the log cleans up. */
@ConfigMapping(prefix = "asteris.log.retention")
public interface RetentionConfig {
    /** How often is looked for sites whose day has come: larger lets a purge begin later; what is hidden is hidden anyway. */
    @WithDefault("1m")
    Duration tick();
}
