package io.asteris.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How many messages a second are accepted, and how soon, beside bare HTTP and beside the design without what is built around it. */
public final class AcceptBench {
    private static final int KILO = 1024;
    private static final int WARM_CALLERS = 50;

    /**
     * A JVM compiles for some 300,000 messages of 2 KB: after 150,000 the compilers of gateway and broker still take 70 of 330 µs a message
     * (measured), which the machine has once and not for each message.
     */
    private static final long WARM_OCTETS = 300_000L * 2 * KILO;

    private static final Duration WARM_BOUND = Duration.ofSeconds(75);
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final List<String> BEHIND = List.of("dispatcher", "log-service", "webhook-ingest", "deliverability");
    private static final List<String> INVOLVED = List.of("send-gateway", "postgres", "kafka");
    private static final double NANOS = 1e9;
    private static final int THOUSAND = 1_000;

    private final Vertx vertx;
    private final Subject set;
    private final Plan plan;
    private final Figures figures;
    private final Figures costs =
            new Figures("Processor seconds for 1,000 accepted", "kilobytes", "callers", "process", "cpu_s");

    /**
     * What to measure.
     *
     * @param time of each cell
     * @param kilobytes sizes of the text
     * @param throughFrontDoor past the reverse proxy instead of straight at the gateway
     * @param gatewayOnly with every other service stopped, so that nothing takes the cores but accepting
     * @param most messages in one cell
     */
    public record Plan(
            Duration time,
            List<Integer> callers,
            List<Integer> kilobytes,
            boolean throughFrontDoor,
            boolean gatewayOnly,
            long most) {
        public Plan {
            callers = List.copyOf(callers);
            kilobytes = List.copyOf(kilobytes);
        }
    }

    /** Measures that set. */
    public AcceptBench(Vertx vertx, Subject set, Plan plan) {
        this.vertx = vertx;
        this.set = set;
        this.plan = plan;
        String title =
                "Accepting, durable (" + (plan.gatewayOnly() ? "the other services stopped" : "all running") + ")";
        this.figures = new Figures(
                title,
                "what",
                "kilobytes",
                "callers",
                "accepted_per_s",
                "p50_ms",
                "p99_ms",
                "failed",
                "of_no_op",
                "of_prototype");
    }

    /** Runs all cells; each size and number of callers is asked of all three in a row. */
    public List<Figures> run() throws IOException, InterruptedException {
        if (plan.gatewayOnly()) {
            BEHIND.forEach(set::stop);
        }
        URI gateway = Rest.send(plan.throughFrontDoor() ? set.frontDoor() : set.gateway());
        try (var noOp = LimitServer.start(LimitServer.Kind.NO_OP, set.database());
                var prototype = LimitServer.start(LimitServer.Kind.PROTOTYPE, set.database())) {
            for (int kilobytes : plan.kilobytes()) {
                warm(noOp.address(), kilobytes);
                warm(prototype.address(), kilobytes);
                warm(gateway, kilobytes);
                for (int callers : plan.callers()) {
                    double bare = row("no-op", load(noOp.address(), callers, kilobytes), callers, kilobytes, 0, 0);
                    double plain = row(
                            "prototype", load(prototype.address(), callers, kilobytes), callers, kilobytes, bare, 0);
                    row("gateway", loadWithCosts(gateway, callers, kilobytes), callers, kilobytes, bare, plain);
                }
            }
        } finally {
            if (plan.gatewayOnly()) {
                BEHIND.forEach(set::start);
            }
        }
        return List.of(figures, costs);
    }

    private void warm(URI target, int kilobytes) throws InterruptedException {
        load(target, WARM_CALLERS, kilobytes, WARM_BOUND, WARM_OCTETS / ((long) kilobytes * KILO));
    }

    private Load.Outcome load(URI target, int callers, int kilobytes) throws InterruptedException {
        return load(target, callers, kilobytes, plan.time(), plan.most());
    }

    private Load.Outcome loadWithCosts(URI gateway, int callers, int kilobytes) throws InterruptedException {
        List<Duration> before = use();
        Load.Outcome outcome = load(gateway, callers, kilobytes);
        List<Duration> after = use();
        for (int i = 0; i < INVOLVED.size(); i++) {
            double seconds = after.get(i).minus(before.get(i)).toNanos() / NANOS;
            costs.row(kilobytes, callers, INVOLVED.get(i), seconds / outcome.accepted() * THOUSAND);
        }
        return outcome;
    }

    private List<Duration> use() {
        return INVOLVED.stream().map(name -> ProcessUse.of(set.pid(name)).cpu()).toList();
    }

    private Load.Outcome load(URI target, int callers, int kilobytes, Duration time, long most)
            throws InterruptedException {
        Map<String, String> headers = Rest.authorization(set);
        return Load.run(
                vertx, new Load.Plan(target, headers, MessageText.request(kilobytes * KILO), callers, time, most));
    }

    private double row(String what, Load.Outcome outcome, int callers, int kilobytes, double bare, double plain) {
        figures.row(
                what,
                kilobytes,
                callers,
                outcome.rate(),
                outcome.latency().millis(MEDIAN),
                outcome.latency().millis(TAIL),
                outcome.failed(),
                share(outcome.rate(), bare),
                share(outcome.rate(), plain));
        return outcome.rate();
    }

    private static Object share(double rate, double limit) {
        return limit == 0 ? "-" : (Object) (rate / limit);
    }
}
