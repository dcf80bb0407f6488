package io.asteris.local.cli;

import io.asteris.bench.AcceptBench;
import io.asteris.bench.BacklogBench;
import io.asteris.bench.DeliverBench;
import io.asteris.bench.Figures;
import io.asteris.bench.PeerBench;
import io.asteris.bench.Postfix;
import io.asteris.bench.WebhookBench;
import io.asteris.bench.logs.LogBench;
import io.asteris.local.bench.BenchedSet;
import io.asteris.local.bench.StartBench;
import io.asteris.local.set.Checkout;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a set of its own beside the limits of what lies underneath, in the same run. */
@Command(name = "bench", description = "Measures a set of its own, each figure beside its limit in the same run.")
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 60;
    private static final int MOST_MESSAGES = 1_000_000;
    private static final int MOST_ROWS = 10_000_000;
    private static final int MESSAGES = 5_000;
    private static final int DELIVERED = 20_000;
    private static final int BACKLOG = 200_000;
    private static final int LOGGED = 20_000;
    private static final int START_RUNS = 3;
    private static final int PEER_CALLERS = 50;

    /** What can be measured. */
    enum Measurement {
        ACCEPT,
        DELIVER,
        BACKLOG,
        LOGS,
        STARTUP,
        WEBHOOKS
    }

    @Parameters(index = "0", description = "What to measure: ${COMPLETION-CANDIDATES}.")
    Measurement measurement = Measurement.ACCEPT;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "Time of a cell of accept and webhooks (${DEFAULT-VALUE}, at most 60).")
    int seconds;

    @Option(names = "--callers", split = ",", defaultValue = "1,10,50,200", description = "Callers (${DEFAULT-VALUE}).")
    List<Integer> callers = List.of();

    @Option(names = "--size", split = ",", defaultValue = "2,50", description = "Kilobytes of text (${DEFAULT-VALUE}).")
    List<Integer> kilobytes = List.of();

    @Option(
            names = "--messages",
            description =
                    "Messages of a part of deliver and of the peer, or that wait for backlog or for the log; addresses of"
                            + " webhooks (5000; 200000 for backlog, 20000 for deliver and logs).")
    int messages;

    @Option(
            names = "--rows",
            defaultValue = "100000",
            description = "Entries that logs searches (${DEFAULT-VALUE}, at most 10,000,000).")
    int rows;

    @Option(
            names = "--only",
            split = ",",
            description = "Parts of logs: ${COMPLETION-CANDIDATES} (all; what needs rows makes them).")
    List<LogBench.Part> only = List.of();

    @Option(names = "--front-door", description = "Accept through the front door, not straight at the gateway.")
    boolean frontDoor;

    @Option(names = "--gateway-only", description = "Accept with every other service stopped.")
    boolean gatewayOnly;

    @Option(names = "--set", description = "An asteris.… key for every process; may be repeated.")
    Map<String, String> settings = Map.of();

    @Option(names = "--json", description = "Write the figures into this file too.")
    Optional<Path> json = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException, TimeoutException {
        PrintWriter out = command.commandLine().getOut();
        List<Figures> figures = measurement == Measurement.STARTUP ? List.of(StartBench.run(START_RUNS)) : ofASet(out);
        figures.forEach(table -> out.println(table.text()));
        if (json.isPresent()) {
            Files.writeString(json.get(), Figures.document(figures) + "\n");
        }
        return 0;
    }

    private List<Figures> ofASet(PrintWriter out)
            throws IOException, InterruptedException, SQLException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        try (BenchedSet set = BenchedSet.start(compiled())) {
            return switch (measurement) {
                case ACCEPT -> accept(vertx, set, out);
                case DELIVER -> deliver(vertx, set, out);
                case BACKLOG -> List.of(backlog(vertx, set));
                case LOGS -> new LogBench(set, logs()).run();
                case WEBHOOKS -> webhooks(vertx, set);
                case STARTUP -> throw new IllegalStateException("a start is measured without a running set");
            };
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** All but backlog and start are measured warm, after more requests than a local set sees in its life. */
    private Map<String, String> compiled() {
        Map<String, String> all = new HashMap<>(settings);
        if (Set.of(Measurement.ACCEPT, Measurement.DELIVER, Measurement.LOGS, Measurement.WEBHOOKS)
                .contains(measurement)) {
            all.putIfAbsent(Checkout.COMPILER, "full");
        }
        return all;
    }

    private LogBench.Plan logs() {
        Set<LogBench.Part> parts = only.isEmpty() ? EnumSet.allOf(LogBench.Part.class) : Set.copyOf(only);
        return new LogBench.Plan(Math.clamp(rows, MOST_MESSAGES / 1_000, MOST_ROWS), bounded(LOGGED), parts);
    }

    private List<Figures> accept(Vertx vertx, BenchedSet set, PrintWriter out)
            throws IOException, InterruptedException {
        var time = Duration.ofSeconds(Math.clamp(seconds, 1, MOST_SECONDS));
        var plan = new AcceptBench.Plan(time, callers, kilobytes, frontDoor, gatewayOnly, MOST_MESSAGES);
        List<Figures> figures = new ArrayList<>(new AcceptBench(vertx, set, plan).run());
        if (hasPeer(out)) {
            figures.add(peer(set).accepting(callers));
        }
        return figures;
    }

    private List<Figures> webhooks(Vertx vertx, BenchedSet set)
            throws IOException, InterruptedException, TimeoutException {
        var time = Duration.ofSeconds(Math.clamp(seconds, 1, MOST_SECONDS));
        return new WebhookBench(vertx, set, new WebhookBench.Plan(time, PEER_CALLERS, bounded(MESSAGES))).run();
    }

    private List<Figures> deliver(Vertx vertx, BenchedSet set, PrintWriter out)
            throws IOException, InterruptedException {
        var plan = new DeliverBench.Plan(bounded(DELIVERED), PEER_CALLERS, kilobytes.getFirst());
        List<Figures> figures = new ArrayList<>(new DeliverBench(vertx, set, plan).run());
        if (hasPeer(out)) {
            figures.add(peer(set).relaying(PEER_CALLERS));
        }
        return figures;
    }

    private Figures backlog(Vertx vertx, BenchedSet set) throws IOException, InterruptedException {
        return new BacklogBench(vertx, set, PEER_CALLERS, kilobytes.getFirst(), bounded(BACKLOG)).run();
    }

    private PeerBench peer(BenchedSet set) {
        return new PeerBench(set, Math.min(bounded(MESSAGES), 3_000), kilobytes.getFirst());
    }

    private int bounded(int unsaid) {
        return Math.clamp(messages > 0 ? messages : unsaid, 20, MOST_MESSAGES);
    }

    private static boolean hasPeer(PrintWriter out) {
        Optional<String> absence = Postfix.absence();
        absence.ifPresent(out::println);
        return absence.isEmpty();
    }
}
