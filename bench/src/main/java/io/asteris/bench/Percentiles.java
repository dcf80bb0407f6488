package io.asteris.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** How long things took, to be asked for what a share of them did not exceed. */
public final class Percentiles {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double PER_CENT = 100;

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    /** Of times in nanoseconds; there may be none. */
    public static Percentiles of(Collection<Samples> parts) {
        long[] all = parts.stream().flatMapToLong(Samples::values).toArray();
        Arrays.sort(all);
        return new Percentiles(all);
    }

    /** How many were measured. */
    public int count() {
        return sorted.length;
    }

    /** In milliseconds, by nearest rank: the smallest time that so many per cent did not exceed; 0 when nothing was measured. */
    public double millis(double perCent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(perCent / PER_CENT * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
