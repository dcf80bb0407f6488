package io.asteris.deliverability.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often things are looked at that nobody pushes. */
@ConfigMapping(prefix = "asteris.deliverability.alerts")
public interface AlertConfig {
    /** How often rules are judged by the clock: more seldom raises rates, silence and all-clears later. */
    @WithDefault("15s")
    Duration sweep();

    /** How often it is looked whether a notice is due: more seldom brings alerts later. */
    @WithDefault("2s")
    Duration delivery();

    /** How long after a try that failed the same channel is tried again: shorter falls to the next channel sooner. */
    @WithDefault("5s")
    Duration retry();

    /** How long all channels rest after each of them failed, twice as long each time. */
    @WithDefault("1m")
    Duration rest();
}
