package io.asteris.dispatcher.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what strangers can make us look up: the callback is public, and every state costs a question to the database. Owners come
 * back one by one; each instance counts for itself, whoever asks.
 */
@ApplicationScoped
class CallbackRoom {
    static final int A_SECOND = 20;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long began = System.nanoTime();
    private int taken;

    /** Whether one more may be looked up in this second. */
    synchronized boolean take() {
        long now = System.nanoTime();
        if (now - began >= SECOND) {
            began = now;
            taken = 0;
        }
        taken = Math.min(taken + 1, A_SECOND + 1);
        return taken <= A_SECOND;
    }
}
