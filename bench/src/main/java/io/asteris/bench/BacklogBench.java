package io.asteris.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** How fast a backlog drains from its first message to its last, beside a small one, and what memory it takes. */
public final class BacklogBench {
    private static final int SMALL = 5_000;
    private static final int PARTS = 5;
    private static final int KILO = 1024;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String DISPATCHER = "dispatcher";

    private final Subject set;
    private final Flow flow;
    private final int messages;

    /** @param messages that wait when the dispatcher begins */
    public BacklogBench(Vertx vertx, Subject set, int callers, int kilobytes, int messages) {
        this.set = set;
        this.flow = new Flow(vertx, set, callers, kilobytes);
        this.messages = messages;
    }

    /** Drains a small backlog, then the large one in five parts. The inbox must be in counting mode. */
    public Figures run() throws IOException, InterruptedException {
        var figures = new Figures("A backlog drains", "waiting_at_first", "messages", "per_s", "dispatcher_mb");
        try (var rest = new Rest(set)) {
            drain(rest, figures, Math.min(SMALL, messages), 1);
            drain(rest, figures, messages, PARTS);
        }
        return figures;
    }

    /** What came before the first look is not counted: the dispatcher's own start is no part of the rate. */
    private void drain(Rest rest, Figures figures, int waiting, int parts) throws IOException, InterruptedException {
        set.stop(DISPATCHER);
        long before = rest.received();
        flow.accept(waiting);
        Thread starter = Thread.ofPlatform().start(() -> set.start(DISPATCHER));
        long done = Flow.await(rest, before + 1) - before;
        long since = System.nanoTime();
        for (int part = 1; part <= parts; part++) {
            long now = Flow.await(rest, before + (long) waiting * part / parts) - before;
            double seconds = (System.nanoTime() - since) / NANOS;
            long memory = ProcessUse.of(set.pid(DISPATCHER)).kilobytes() / KILO;
            figures.row(waiting - done, now - done, (now - done) / seconds, memory);
            done = now;
            since = System.nanoTime();
        }
        starter.join();
    }
}
