package io.asteris.platform.outbox;

import java.util.concurrent.atomic.AtomicLong;

/**
 * About how many committed rows no broker has acknowledged: counted as they come and go, and corrected by what the table holds, the rows
 * of a crash among it. A look at the table takes a while, and what came or went meanwhile may be in it or not, so it corrects only what that
 * cannot explain.
 */
final class Unpublished {
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();

    long rows() {
        return rows.get();
    }

    /** Rows came; where it is negative, the broker has so many more. */
    void add(long more) {
        rows.addAndGet(more);
        moved.addAndGet(Math.abs(more));
    }

    /** A row that the broker has was deleted, or may be published again. */
    void cleaned() {
        moved.incrementAndGet();
    }

    /** How many rows have come, gone and been deleted so far; to be asked for before a look. */
    long moved() {
        return moved.get();
    }

    /**
     * What a look found.
     *
     * @param found rows that the broker has not
     * @param before what had {@link #moved} when the look began
     */
    void measured(long found, long before) {
        if (Math.abs(found - rows.get()) > moved.get() - before) {
            rows.set(found);
        }
    }
}
