package io.asteris.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** How many reports of providers are kept a second beside bare HTTP, and what a long suppression list costs. */
public final class WebhookBench {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double ALL = 100;
    private static final int LINES_A_PART = 1_000;
    private static final int LOOKS = 20;
    private static final int SENDS = 200;
    private static final Duration BREATH = Duration.ofMillis(5);
    private static final double NANOS = 1e9;
    private static final Duration LONG = Duration.ofMinutes(20);

    static final String WAITING = "ingest.post WHERE state = 'new'";
    private static final String UNTOLD = "ingest.outbox WHERE topic = 'suppressions'";

    /** Records of the list that the dispatcher has taken: positions, because a million rows are not counted at each look. */
    static final String KNOWN = "SELECT coalesce(sum(next), 0)::bigint FROM dispatcher.suppression_position";

    private final Vertx vertx;
    private final Subject set;
    private final Plan plan;
    private final Counted counted;

    /**
     * What to measure.
     *
     * @param time of each cell
     * @param callers requests under way at once
     * @param addresses how long the list is to be
     */
    public record Plan(Duration time, int callers, int addresses) {}

    /** Measures that set. */
    public WebhookBench(Vertx vertx, Subject set, Plan plan) {
        this.vertx = vertx;
        this.set = set;
        this.plan = plan;
        this.counted = new Counted(vertx, set.database());
    }

    /** Runs the parts. */
    public List<Figures> run() throws IOException, InterruptedException, TimeoutException {
        try (var rest = new Rest(set)) {
            return List.of(reports(rest), new BatchedReports(vertx, set, counted, rest, plan.time()).run(), list(rest));
        }
    }

    private Figures reports(Rest rest) throws IOException, InterruptedException, TimeoutException {
        var figures = new Figures(
                "Reports kept, one event a post",
                "what",
                "callers",
                "kept_per_s",
                "p50_ms",
                "p99_ms",
                "failed",
                "of_no_op",
                "worked_off_after_s");
        rest.listenToMailgun(MailgunPosts.KEY);
        URI ingest = set.webhooks().resolve("/wp-json/asteris/v1/smtp/webhook/mailgun/" + set.site());
        try (var noOp = LimitServer.start(LimitServer.Kind.NO_OP, set.database())) {
            load(ingest);
            counted.awaitNone(WAITING, LONG);
            Load.Outcome limit = load(noOp.address());
            Load.Outcome kept = load(ingest);
            long end = System.nanoTime();
            counted.awaitNone(WAITING, LONG);
            row(figures, "no-op", limit, limit, 0);
            row(figures, "webhook-ingest", kept, limit, (System.nanoTime() - end) / NANOS);
        }
        return figures;
    }

    private Load.Outcome load(URI target) throws InterruptedException {
        return Load.run(
                vertx,
                new Load.Plan(target, Map.of(), new MailgunPosts(), plan.callers(), plan.time(), Long.MAX_VALUE));
    }

    private void row(Figures figures, String what, Load.Outcome outcome, Load.Outcome limit, double after) {
        figures.row(
                what,
                plan.callers(),
                outcome.rate(),
                outcome.latency().millis(MEDIAN),
                outcome.latency().millis(TAIL),
                outcome.failed(),
                outcome.rate() / limit.rate(),
                after);
    }

    private Figures list(Rest rest) throws IOException, InterruptedException, TimeoutException {
        var figures = new Figures("A list of " + plan.addresses() + " addresses", "what", "p50_ms", "most_ms");
        long before = counted.of(KNOWN);
        timed(figures, SENDS + " messages to the inbox, no list", 1, () -> mail(rest));
        timed(figures, "import", 1, () -> rest.importSuppressions(this::csv));
        timed(figures, "one more until the dispatcher knows it, behind the import", 1, () -> {
            rest.suppress("one.more@example.com");
            counted.await(KNOWN, before + plan.addresses() + 1L, LONG);
        });
        timed(figures, "the rest of what is told of the import", 1, () -> counted.awaitNone(UNTOLD, LONG));
        long known = counted.of(KNOWN);
        timed(figures, "one more until the dispatcher knows it, in quiet", 1, () -> {
            rest.suppress("and.one@example.com");
            counted.await(KNOWN, known + 1, LONG);
        });
        timed(figures, SENDS + " messages to the inbox, the whole list", 1, () -> mail(rest));
        timed(figures, "page of 200", LOOKS, () -> rest.suppressions("?limit=200"));
        timed(figures, "search, one address", LOOKS, () -> rest.suppressions("?q=reader17@example.com"));
        timed(figures, "search, many", LOOKS, () -> rest.suppressions("?q=reader1"));
        timed(figures, "search, none", LOOKS, () -> rest.suppressions("?q=nobody"));
        set.stop("dispatcher");
        timed(figures, "start of the dispatcher", 1, () -> set.start("dispatcher"));
        return figures;
    }

    /** Each claim looks its recipients up in the list. */
    private void mail(Rest rest) throws IOException, InterruptedException {
        long before = rest.received();
        for (int i = 0; i < SENDS; i++) {
            rest.send(MessageText.request(1_024));
        }
        while (rest.received() < before + SENDS) {
            Thread.sleep(BREATH);
        }
    }

    /** Something that is done and timed. */
    private interface Work {
        void run() throws IOException, InterruptedException, TimeoutException;
    }

    private static void timed(Figures figures, String what, int times, Work work)
            throws IOException, InterruptedException, TimeoutException {
        var samples = new Samples();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            samples.add(System.nanoTime() - start);
        }
        Percentiles taken = Percentiles.of(List.of(samples));
        figures.row(what, taken.millis(MEDIAN), taken.millis(ALL));
    }

    private InputStream csv() {
        int parts = (plan.addresses() + LINES_A_PART - 1) / LINES_A_PART;
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, parts)
                .mapToObj(part -> (InputStream)
                        new LazyPart(part * LINES_A_PART, Math.min(plan.addresses(), (part + 1) * LINES_A_PART)))
                .toList()));
    }

    /** Some lines of the list, made when they are read. */
    private static final class LazyPart extends InputStream {
        private final int from;
        private final int to;
        private InputStream lines = InputStream.nullInputStream();
        private boolean made;

        LazyPart(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            return open().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return open().read(target, offset, length);
        }

        private InputStream open() {
            if (!made) {
                made = true;
                var text = new StringBuilder();
                for (int i = from; i < to; i++) {
                    text.append("reader").append(i).append("@example.com\n");
                }
                lines = new java.io.ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
            }
            return lines;
        }
    }
}
