package io.asteris.platform.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time that all processes agree on: the database's, learned from {@code asteris_now()} at start and again each minute, and
 * carried on in between by this process's monotonic clock. The host's wall clock is never asked, so it may be wrong by any
 * amount.
 */
public final class DatabaseClock implements InstantSource {
    /** A reading that took longer says too little about when it was taken. */
    static final Duration SLOWEST_READING = Duration.ofSeconds(1);

    /** A database clock that was set back by more than this is followed; less is waited out. */
    static final Duration WAITED_OUT = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private long latestMicros = Long.MIN_VALUE;
    private volatile @Nullable Reading reading;

    /** @param nanoTime a monotonic clock, {@link System#nanoTime} outside tests */
    DatabaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The database's time to the microsecond. Never goes back, unless the database's clock was set back by more than 5 s.
     *
     * @throws IllegalStateException before the first reading, which is taken before any service code starts
     */
    public synchronized Instant now() {
        Reading known = reading;
        if (known == null) {
            throw new IllegalStateException(
                    "The database's clock was asked before it was learned: ask it after the service has started.");
        }
        latestMicros = Math.max(latestMicros, known.microsAt(nanoTime.getAsLong()));
        return Instant.EPOCH.plus(latestMicros, ChronoUnit.MICROS);
    }

    /** The same as {@link #now}, for code that takes any source of instants. */
    @Override
    public Instant instant() {
        return now();
    }

    boolean isLearned() {
        return reading != null;
    }

    /** What the monotonic clock says now, to measure around a reading. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /**
     * Takes over a reading.
     *
     * @param database what the database said
     * @param before {@link #nanoTime} before it was asked
     * @param after {@link #nanoTime} when its answer was there
     * @return false when the answer took so long that the earlier reading is the better one
     */
    synchronized boolean learn(Instant database, long before, long after) {
        if (reading != null && after - before > SLOWEST_READING.toNanos()) {
            return false;
        }
        var learned = new Reading(ChronoUnit.MICROS.between(Instant.EPOCH, database), before + (after - before) / 2);
        reading = learned;
        long current = learned.microsAt(nanoTime.getAsLong());
        if (latestMicros - current > ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(WAITED_OUT))) {
            latestMicros = current;
        }
        return true;
    }

    /** One answer of the database and the moment of the monotonic clock at which it held. */
    private record Reading(long micros, long nanos) {
        private static final long NANOS_PER_MICRO = 1_000;

        long microsAt(long nanoTime) {
            return micros + (nanoTime - nanos) / NANOS_PER_MICRO;
        }
    }
}
