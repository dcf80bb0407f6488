package io.asteris.log.fold;

import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Times are kept to the millisecond, so that a fact compares equal to itself after it was stored and read. */
final class Millis {
    private static final int NANOS = 1_000_000;

    private Millis() {}

    static Instant of(Instant at) {
        // Most are so already: they were stored.
        return at.get(ChronoField.NANO_OF_SECOND) % NANOS == 0 ? at : at.truncatedTo(ChronoUnit.MILLIS);
    }
}
