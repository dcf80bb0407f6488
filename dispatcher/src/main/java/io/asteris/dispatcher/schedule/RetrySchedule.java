package io.asteris.dispatcher.schedule;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next call: exponential with full jitter, so that messages refused together do not come back
 * together. What the provider asks for wins over it.
 *
 * @param base upper bound of the first wait
 * @param cap upper bound of every wait
 * @param random between 0 and 1, new for each wait
 */
public record RetrySchedule(Duration base, Duration cap, DoubleSupplier random) {
    /** RELIABILITY 4: a provider that asks for more is asked again all the same. */
    public static final Duration LONGEST_ASKED = Duration.ofHours(6);

    private static final int MOST_DOUBLINGS = 30;

    public RetrySchedule {
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("the first wait is more than zero and at most the cap");
        }
    }

    /**
     * The wait after that many counted attempts.
     *
     * @param tries from 1
     * @param asked what the provider asked for, null when it asked for nothing
     */
    public Duration after(int tries, @Nullable Duration asked) {
        if (asked != null) {
            return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        }
        long doublings = 1L << Math.clamp(tries - 1, 0, MOST_DOUBLINGS);
        double bound = Math.min((double) cap.toMillis(), (double) base.toMillis() * doublings);
        return Duration.ofMillis((long) (bound * random.getAsDouble()));
    }
}
