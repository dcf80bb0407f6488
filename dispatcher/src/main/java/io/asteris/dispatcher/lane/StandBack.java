package io.asteris.dispatcher.lane;

import java.time.Duration;

/**
 * Whether claims stand back for announcements. While many of those wait, another site's may be behind a flood of one, to which a moment
 * more is no loss. Not for longer than three seconds at a stretch, so that a flood without end does not end all calls.
 */
final class StandBack {
    static final Duration LONGEST = Duration.ofSeconds(3);

    private boolean manyWait;
    private long sinceNanos;

    /**
     * Takes what is known of the announcements into account.
     *
     * @param nanos the process's monotonic clock
     * @return whether a stretch ended by this, so that whoever stood back may go on
     */
    synchronized boolean ends(boolean many, long nanos) {
        boolean ended = manyWait && !many;
        if (many && !manyWait) {
            sinceNanos = nanos;
        }
        manyWait = many;
        return ended;
    }

    /** Whether nothing is claimed now. */
    synchronized boolean applies(long nanos) {
        return manyWait && nanos - sinceNanos < LONGEST.toNanos();
    }
}
