package io.asteris.dispatcher.lane;

import java.util.Arrays;

/** Counts what happened in the last sixty seconds, to the second. Used on one thread, read on any. */
final class LastMinute {
    private static final int SECONDS = 60;
    private static final long NANOS = 1_000_000_000L;

    private final long[] counts = new long[SECONDS];
    private final long[] seconds = new long[SECONDS];

    /** @param nanos the process's monotonic clock */
    synchronized void count(long nanos) {
        long second = nanos / NANOS;
        int slot = Math.floorMod(second, SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            counts[slot] = 0;
        }
        counts[slot]++;
    }

    synchronized long sum(long nanos) {
        long oldest = nanos / NANOS - SECONDS + 1;
        long[] recent = new long[SECONDS];
        for (int slot = 0; slot < SECONDS; slot++) {
            recent[slot] = seconds[slot] >= oldest ? counts[slot] : 0;
        }
        return Arrays.stream(recent).sum();
    }
}
