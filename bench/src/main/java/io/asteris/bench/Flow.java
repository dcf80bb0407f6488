package io.asteris.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Messages put in at one end of a set and counted at the other. */
final class Flow {
    private static final int KILO = 1024;
    private static final long LOOK_MILLIS = 10;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(20);
    private static final Duration LONG = Duration.ofMinutes(15);

    private final Vertx vertx;
    private final Subject set;
    private final int callers;
    private final int kilobytes;

    Flow(Vertx vertx, Subject set, int callers, int kilobytes) {
        this.vertx = vertx;
        this.set = set;
        this.callers = callers;
        this.kilobytes = kilobytes;
    }

    /** Returns when all are accepted. */
    void accept(int messages) throws InterruptedException {
        var outcome = Load.run(
                vertx,
                new Load.Plan(
                        Rest.send(set.gateway()),
                        Rest.authorization(set),
                        MessageText.request(kilobytes * KILO),
                        callers,
                        LONG,
                        messages));
        if (outcome.accepted() != messages) {
            throw new IllegalStateException(outcome.failed() + " of " + messages + " messages were not accepted");
        }
    }

    /** Returns how many the sink has got, once these are among them. */
    static long await(Rest rest, long count) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long received = rest.received();
        while (received < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the sink has " + received + " of " + count + " messages");
            }
            Thread.sleep(LOOK_MILLIS);
            received = rest.received();
        }
        return received;
    }
}
