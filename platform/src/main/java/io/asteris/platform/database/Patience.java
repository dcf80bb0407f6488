package io.asteris.platform.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Waits longer and longer between tries while the process starts, and gives up at once when it is told to end: the framework
 * itself would wait for the start to finish.
 */
final class Patience implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread onEnd = new Thread(told::countDown, "stop-waiting");
    private Duration next = FIRST;

    Patience() {
        Runtime.getRuntime().addShutdownHook(onEnd);
    }

    /** @throws IllegalStateException when the process ends */
    void pause() {
        try {
            if (told.await(next.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The process ends while it waits for the database.");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the database.", ended);
        }
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onEnd);
        } catch (IllegalStateException ending) {
            LOG.trace("the process ends already and has run it", ending);
        }
    }
}
