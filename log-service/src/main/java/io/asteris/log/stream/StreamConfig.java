package io.asteris.log.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of answers that go on for long: files, the live tail, what jobs tell. */
@ConfigMapping(prefix = "asteris.log.stream")
public interface StreamConfig {
    /**
     * How long a client may take nothing of what is sent to it: longer bears worse lines, and lets who does not read keep a place that others
     * wait for.
     */
    @WithDefault("60s")
    Duration patience();
}
