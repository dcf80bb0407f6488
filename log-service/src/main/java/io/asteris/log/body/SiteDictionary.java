package io.asteris.log.body;

import io.asteris.log.pack.Dictionary;
import java.time.Duration;
import java.time.Instant;

/**
 * A dictionary of one site, made from its own bodies.
 *
 * @param number stands before each body that is packed with it
 */
record SiteDictionary(int number, Instant madeAt, Dictionary dictionary) {
    /** Afterwards no body is packed with it, and it goes with the last that was: what it holds must not outlive the mail it is from. */
    private static final Duration USED = Duration.ofDays(7);

    /** Whether bodies may still be packed with it. */
    boolean isUsed(Instant now) {
        return now.isBefore(madeAt.plus(USED));
    }
}
