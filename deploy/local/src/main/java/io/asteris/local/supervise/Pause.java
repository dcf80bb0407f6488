package io.asteris.local.supervise;

import java.time.Duration;

/** Waits between two looks at a process; nobody can be asked to call back when a process that is not a child ends. */
public final class Pause {
    private Pause() {}

    /** Returns early when the thread is interrupted, which stays visible to the caller. */
    public static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
