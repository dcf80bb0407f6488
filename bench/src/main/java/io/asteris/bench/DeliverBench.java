package io.asteris.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast messages go from the caller to the sink and what that costs, beside a raw client straight into the same sink: on one kept
 * connection, and on as many as a lane may use.
 */
public final class DeliverBench {
    private static final int KILO = 1024;
    private static final int LIMIT_CONNECTIONS = 16;
    private static final double THOUSAND = 1000;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_PAUSE_MILLIS = 25;

    /** Five JVMs compile for about so many messages until they are as fast as they get. */
    private static final int WARM = 120_000;

    private static final long WARM_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Vertx vertx;
    private final Subject set;
    private final Plan plan;
    private final Flow flow;

    /**
     * What to measure.
     *
     * @param messages of each part; the last, idle one takes a tenth, at most 200
     */
    public record Plan(int messages, int callers, int kilobytes) {}

    /** Measures that set. */
    public DeliverBench(Vertx vertx, Subject set, Plan plan) {
        this.vertx = vertx;
        this.set = set;
        this.plan = plan;
        this.flow = new Flow(vertx, set, plan.callers(), plan.kilobytes());
    }

    /** Runs all parts. The inbox must be in counting mode. */
    public List<Figures> run() throws IOException, InterruptedException {
        var rates =
                new Figures("From accept to sink", "what", "messages", "per_s", "of_raw_client_1", "of_raw_client_16");
        var costs = new Figures("What it costs", "process", "cpu_s_per_1000", "resident_mb");
        try (var rest = new Rest(set)) {
            warm(rest);
            limit(LIMIT_CONNECTIONS);
            double one = limit(1);
            double many = limit(LIMIT_CONNECTIONS);
            rate(rates, "raw client, 1 connection", one, one, many);
            rate(rates, "raw client, 16 connections", many, one, many);
            Map<String, ProcessUse> before = use();
            DatabaseUse databaseBefore = DatabaseUse.of(vertx, set.database());
            double through = endToEnd(rest, plan.messages());
            addCosts(costs, before, use());
            DatabaseUse database = DatabaseUse.of(vertx, set.database()).minus(databaseBefore);
            rate(rates, "end to end", through, one, many);
            double drained = drain(rest);
            rate(rates, "backlog drained", drained, one, many);
            return new ArrayList<>(List.of(rates, costs, perMessage(database), idle(rest)));
        }
    }

    private void warm(Rest rest) throws IOException, InterruptedException {
        long end = System.nanoTime() + WARM_NANOS;
        for (int left = WARM; left > 0 && System.nanoTime() < end; left -= plan.messages()) {
            endToEnd(rest, plan.messages());
        }
    }

    private double limit(int connections) throws InterruptedException {
        return SmtpBlast.run(
                vertx, set.inboxSmtp(), connections, plan.messages(), MessageText.of(plan.kilobytes() * KILO));
    }

    private void rate(Figures rates, String what, double perSecond, double one, double many) {
        rates.row(what, plan.messages(), perSecond, perSecond / one, perSecond / many);
    }

    /** From the first post until the sink has counted all, in messages a second. */
    private double endToEnd(Rest rest, int messages) throws IOException, InterruptedException {
        long all = rest.received() + messages;
        long begin = System.nanoTime();
        flow.accept(messages);
        Flow.await(rest, all);
        return messages / ((System.nanoTime() - begin) / NANOS);
    }

    /** From the first that the sink gets until it has all: the dispatcher's own start is not counted. */
    private double drain(Rest rest) throws IOException, InterruptedException {
        set.stop("dispatcher");
        long before = rest.received();
        flow.accept(plan.messages());
        Thread starter = Thread.ofPlatform().start(() -> set.start("dispatcher"));
        long first = Flow.await(rest, before + 1);
        long begin = System.nanoTime();
        Flow.await(rest, before + plan.messages());
        double seconds = (System.nanoTime() - begin) / NANOS;
        starter.join();
        return (plan.messages() - (first - before)) / seconds;
    }

    private Figures idle(Rest rest) throws IOException, InterruptedException {
        int messages = Math.clamp(plan.messages() / 10, 1, 200);
        var whole = new Samples();
        var wire = new Samples();
        int port = LimitServer.freePort();
        try (var sink = LatencySink.start(vertx, port)) {
            rest.routeTo("bench", port);
            var body = MessageText.request(plan.kilobytes() * KILO);
            for (int i = -messages / 5; i < messages; i++) {
                Thread.sleep(IDLE_PAUSE_MILLIS);
                long begin = System.nanoTime();
                rest.send(body);
                long accepted = System.nanoTime();
                long arrived = sink.next();
                // The first ones warm up.
                if (i >= 0) {
                    whole.add(arrived - begin);
                    wire.add(Math.max(0, arrived - accepted));
                }
            }
            rest.routeTo("inbox", set.inboxSmtp());
        }
        var figures = new Figures("Idle, one at a time", "what", "messages", "p50_ms", "p99_ms");
        latency(figures, "202 to last octet at the sink", wire);
        latency(figures, "post to last octet at the sink", whole);
        return figures;
    }

    private static void latency(Figures figures, String what, Samples samples) {
        var times = Percentiles.of(List.of(samples));
        figures.row(what, times.count(), times.millis(50), times.millis(99));
    }

    private Figures perMessage(DatabaseUse use) {
        var figures = new Figures("What a message costs the database", "commits", "wal_kb", "wal_flushes");
        double messages = plan.messages();
        figures.row(use.commits() / messages, use.walOctets() / messages / KILO, use.walFlushes() / messages);
        return figures;
    }

    private Map<String, ProcessUse> use() {
        Map<String, ProcessUse> all = new LinkedHashMap<>();
        set.processes().forEach(name -> all.put(name, ProcessUse.of(set.pid(name))));
        return all;
    }

    private void addCosts(Figures costs, Map<String, ProcessUse> before, Map<String, ProcessUse> after) {
        double seconds = 0;
        long kilobytes = 0;
        for (Map.Entry<String, ProcessUse> entry : after.entrySet()) {
            ProcessUse now = entry.getValue();
            ProcessUse then = before.getOrDefault(entry.getKey(), now);
            double cpu = now.cpu().minus(then.cpu()).toNanos() / NANOS / plan.messages() * THOUSAND;
            costs.row(entry.getKey(), cpu, now.kilobytes() / KILO);
            seconds += cpu;
            kilobytes += now.kilobytes();
        }
        costs.row("all", seconds, kilobytes / KILO);
    }
}
