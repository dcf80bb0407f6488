package io.asteris.local.cli;

import io.asteris.local.set.LocalSet;
import java.util.concurrent.CountDownLatch;

/** Ties a set to the life of this JVM: however it ends, the set is stopped in order. */
final class Foreground {
    private Foreground() {}

    /** Starts it; a signal in the middle of the start stops what has come up. */
    static void start(LocalSet set) {
        Runtime.getRuntime().addShutdownHook(new Thread(set::close, "stop-set"));
        set.start();
    }

    /** Waits for the end of this JVM. */
    static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
