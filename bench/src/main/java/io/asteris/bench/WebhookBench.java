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
import java.util.stream.IntStream;

/** How many reports of providers are kept a second beside bare HTTP, and what a long suppression list costs. */
public final class WebhookBench {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double ALL = 100;
    private static final int LINES_A_PART = 1_000;
    private static final int LOOKS = 20;

    private final Vertx vertx;
    private final Subject set;
    private final Plan plan;

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
    }

    /** Runs both parts. */
    public List<Figures> run() throws IOException, InterruptedException {
        try (var rest = new Rest(set)) {
            return List.of(reports(rest), list(rest));
        }
    }

    private Figures reports(Rest rest) throws IOException, InterruptedException {
        var figures = new Figures(
                "Reports kept, one event a post",
                "what",
                "callers",
                "kept_per_s",
                "p50_ms",
                "p99_ms",
                "failed",
                "of_no_op");
        rest.listenToMailgun(MailgunPosts.KEY);
        URI ingest = set.webhooks().resolve("/wp-json/asteris/v1/smtp/webhook/mailgun/" + set.site());
        try (var noOp = LimitServer.start(LimitServer.Kind.NO_OP, set.database())) {
            load(ingest);
            Load.Outcome limit = load(noOp.address());
            Load.Outcome kept = load(ingest);
            row(figures, "no-op", limit, limit);
            row(figures, "webhook-ingest", kept, limit);
        }
        return figures;
    }

    private Load.Outcome load(URI target) throws InterruptedException {
        return Load.run(
                vertx,
                new Load.Plan(target, Map.of(), new MailgunPosts(), plan.callers(), plan.time(), Long.MAX_VALUE));
    }

    private void row(Figures figures, String what, Load.Outcome outcome, Load.Outcome limit) {
        figures.row(
                what,
                plan.callers(),
                outcome.rate(),
                outcome.latency().millis(MEDIAN),
                outcome.latency().millis(TAIL),
                outcome.failed(),
                outcome.rate() / limit.rate());
    }

    private Figures list(Rest rest) throws IOException, InterruptedException {
        var figures = new Figures("A list of " + plan.addresses() + " addresses", "what", "p50_ms", "most_ms");
        timed(figures, "import", 1, () -> rest.importSuppressions(this::csv));
        timed(figures, "page of 200", LOOKS, () -> rest.suppressions("?limit=200"));
        timed(figures, "search, one address", LOOKS, () -> rest.suppressions("?q=reader17@example.com"));
        timed(figures, "search, many", LOOKS, () -> rest.suppressions("?q=reader1"));
        timed(figures, "search, none", LOOKS, () -> rest.suppressions("?q=nobody"));
        set.stop("dispatcher");
        timed(figures, "start of the dispatcher", 1, () -> {
            set.start("dispatcher");
            return "";
        });
        return figures;
    }

    /** Something that is done and timed. */
    private interface Work {
        String run() throws IOException, InterruptedException;
    }

    private static void timed(Figures figures, String what, int times, Work work)
            throws IOException, InterruptedException {
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
