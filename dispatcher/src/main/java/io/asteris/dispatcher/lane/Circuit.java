package io.asteris.dispatcher.lane;

/**
 * Counts the calls of one lane over the last half minute and says when too many of them failed. Of its own instance only: whether the
 * circuit is open stands in the database, so that one instance's bad experience spares the others theirs. Used on any thread.
 */
final class Circuit {
    private static final int SECONDS = 30;
    private static final int FEWEST_CALLS = 20;
    private static final long NANOS = 1_000_000_000L;

    private final int[] calls = new int[SECONDS];
    private final int[] failures = new int[SECONDS];
    private final long[] seconds = new long[SECONDS];

    /**
     * Counts a call.
     *
     * @param nanos the process's monotonic clock
     * @return whether at least half of at least twenty calls have failed; counting then begins anew
     */
    synchronized boolean breaks(boolean failed, long nanos) {
        long second = Math.floorDiv(nanos, NANOS);
        int slot = Math.floorMod(second, SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            calls[slot] = 0;
            failures[slot] = 0;
        }
        calls[slot]++;
        failures[slot] += failed ? 1 : 0;
        if (!failed || !isBad(second)) {
            return false;
        }
        forget();
        return true;
    }

    /** What was counted says nothing about what comes. */
    synchronized void forget() {
        for (int slot = 0; slot < SECONDS; slot++) {
            calls[slot] = 0;
            failures[slot] = 0;
        }
    }

    private boolean isBad(long second) {
        int called = 0;
        int failed = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            if (seconds[slot] > second - SECONDS) {
                called += calls[slot];
                failed += failures[slot];
            }
        }
        return called >= FEWEST_CALLS && 2 * failed >= called;
    }
}
