package io.asteris.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Whether 2,000 events a second, as SendGrid posts them, are answered and worked off; beside a server that answers and does nothing. */
final class BatchedReports {
    private static final int EVENTS_A_SECOND = 2_000;
    private static final int MESSAGES = 1_000;
    private static final int CALLERS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double NANOS = 1e9;

    /** Each event is remembered under two names: what SendGrid calls it, and what it says of whom and when. */
    private static final String APPLIED = "SELECT count(*) / 2 FROM ingest.seen";

    private final Vertx vertx;
    private final Subject set;
    private final Counted counted;
    private final Rest rest;
    private final Duration time;

    BatchedReports(Vertx vertx, Subject set, Counted counted, Rest rest, Duration time) {
        this.vertx = vertx;
        this.set = set;
        this.counted = counted;
        this.rest = rest;
        this.time = time;
    }

    /** Measures; what was posted is worked off and told when it returns. */
    Figures run() throws IOException, InterruptedException, TimeoutException {
        var figures = new Figures(
                "Reports in batches of " + SendgridPosts.EVENTS + ", " + EVENTS_A_SECOND + " events/s by schedule",
                "what",
                "posts",
                "events",
                "events_per_s",
                "p50_ms",
                "p99_ms",
                "answers_5xx",
                "failed",
                "applied",
                "worked_off_after_s",
                "told_after_s");
        var posts = new SendgridPosts(sent());
        rest.listenToSendgrid(posts.verificationKey());
        URI ingest = set.webhooks().resolve("/wp-json/asteris/v1/smtp/webhook/sendgrid/" + set.site());
        long known = counted.of(WebhookBench.KNOWN);
        try (var noOp = LimitServer.start(LimitServer.Kind.NO_OP, set.database())) {
            Duration warmUp = time.compareTo(WARM_UP) < 0 ? time : WARM_UP;
            long warm = post(ingest, posts, warmUp).accepted();
            counted.awaitNone(WebhookBench.WAITING, LONG);
            row(figures, "no-op", post(noOp.address(), posts, time), 0, 0, 0);
            long before = counted.of(APPLIED);
            SteadyLoad.Outcome kept = post(ingest, posts, time);
            long end = System.nanoTime();
            counted.awaitNone(WebhookBench.WAITING, LONG);
            double workedOff = (System.nanoTime() - end) / NANOS;
            counted.awaitNone("ingest.outbox", LONG);
            double told = (System.nanoTime() - end) / NANOS;
            row(figures, "webhook-ingest", kept, counted.of(APPLIED) - before, workedOff, told);
            counted.await(WebhookBench.KNOWN, known + (warm + kept.accepted()) * SendgridPosts.BOUNCES, LONG);
        }
        return figures;
    }

    /** Messages that reports can be about. */
    private List<String> sent() throws IOException, InterruptedException, TimeoutException {
        long before = rest.received();
        Load.Outcome sent = Load.run(
                vertx,
                new Load.Plan(
                        Rest.send(set.gateway()),
                        Rest.authorization(set),
                        MessageText.request(1_024),
                        CALLERS,
                        LONG,
                        MESSAGES));
        if (sent.accepted() < MESSAGES) {
            throw new IOException("of " + MESSAGES + " messages to report on " + sent.failed() + " were not accepted");
        }
        while (rest.received() < before + MESSAGES) {
            Thread.sleep(LOOK);
        }
        counted.await("SELECT count(*) FROM ingest.recipient", MESSAGES, LONG);
        return counted.texts("SELECT message::text FROM ingest.recipient");
    }

    private SteadyLoad.Outcome post(URI target, Supplier<SteadyLoad.Post> posts, Duration howLong)
            throws InterruptedException {
        Duration apart =
                Duration.ofSeconds(1).multipliedBy(SendgridPosts.EVENTS).dividedBy(EVENTS_A_SECOND);
        int count = Math.toIntExact(howLong.dividedBy(apart));
        return SteadyLoad.run(vertx, new SteadyLoad.Plan(target, posts, count, apart, CALLERS));
    }

    private static void row(
            Figures figures, String what, SteadyLoad.Outcome outcome, long applied, double workedOff, double told) {
        long events = outcome.accepted() * SendgridPosts.EVENTS;
        figures.row(
                what,
                outcome.accepted(),
                events,
                events / outcome.seconds(),
                outcome.latency().millis(MEDIAN),
                outcome.latency().millis(TAIL),
                outcome.faults(),
                outcome.others(),
                applied,
                workedOff,
                told);
    }
}
