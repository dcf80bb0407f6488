package io.asteris.platform.database;

import io.vertx.pgclient.data.Interval;
import java.time.Duration;

/**
 * Durations as PostgreSQL is to be told them: in seconds. The driver's own conversion makes days of 24 hours and months of 30 days,
 * which the calendar then makes longer or shorter.
 */
public final class Intervals {
    private static final int NANOS_PER_MICRO = 1_000;

    private Intervals() {}

    /**
     * The interval that is exactly as long, to the microsecond.
     *
     * @throws ArithmeticException if it is longer than 68 years
     */
    public static Interval of(Duration duration) {
        return Interval.of(
                0, 0, 0, 0, 0, Math.toIntExact(duration.toSeconds()), duration.toNanosPart() / NANOS_PER_MICRO);
    }
}
