package io.asteris.gateway.quota;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Holds a long-run rate and lets a full minute's worth pass at once. A batch larger than what there is in a minute passes when the
 * bucket is full and leaves it in debt, so that it is not refused for ever.
 */
final class TokenBucket {
    private static final double NANOS_A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int perMinute;
    private double tokens;
    private long at;

    TokenBucket(int perMinute, long now) {
        this.perMinute = perMinute;
        this.tokens = perMinute;
        this.at = now;
    }

    int perMinute() {
        return perMinute;
    }

    /** Takes so many and answers zero, or takes none and answers after how long another try makes sense. */
    synchronized Duration take(int wanted, long now) {
        fill(now);
        double needed = Math.min(wanted, perMinute);
        if (tokens < needed) {
            return timeFor(needed - tokens);
        }
        tokens -= wanted;
        return Duration.ZERO;
    }

    /** Gives back what was taken for nothing. */
    synchronized void give(int unused) {
        tokens = Math.min(perMinute, tokens + unused);
    }

    /** How many may pass now. */
    synchronized long left(long now) {
        fill(now);
        return Math.max(0, (long) tokens);
    }

    /** After how long all of a minute's worth may pass again. */
    synchronized Duration untilFull(long now) {
        fill(now);
        return timeFor(perMinute - tokens);
    }

    private void fill(long now) {
        tokens = Math.min(perMinute, tokens + (now - at) / NANOS_A_MINUTE * perMinute);
        at = now;
    }

    private Duration timeFor(double missing) {
        return Duration.ofNanos((long) (missing / perMinute * NANOS_A_MINUTE));
    }
}
