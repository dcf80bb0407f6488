package io.asteris.log.fold;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times are kept to the millisecond, so that a fact compares equal to itself after it was stored and read. */
final class Millis {
    private Millis() {}

    static Instant of(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}
