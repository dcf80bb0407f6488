package io.asteris.platform.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between tries, twice as long each time up to a cap, and ends at once when the service stops. */
final class Backoff {
    private final Duration first;
    private final Duration cap;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Duration next;

    Backoff(Duration first, Duration cap) {
        this.first = first;
        this.cap = cap;
        this.next = first;
    }

    void pause() {
        try {
            if (stopped.await(next.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        next = next.multipliedBy(2).compareTo(cap) > 0 ? cap : next.multipliedBy(2);
    }

    void reset() {
        next = first;
    }

    void stop() {
        stopped.countDown();
    }
}
