package io.asteris.local.cli;

import io.asteris.embedded.FreePort;
import io.asteris.local.chaos.Failpoints;
import io.asteris.local.chaos.Kills;
import io.asteris.local.chaos.Large;
import io.asteris.local.chaos.Neighbours;
import io.asteris.local.chaos.ReportFailpoints;
import io.asteris.local.chaos.ReportKills;
import io.asteris.local.chaos.ReportOrders;
import io.asteris.local.chaos.RunningSet;
import io.asteris.local.chaos.Stops;
import io.asteris.local.chaos.Traps;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.LocalSet;
import io.asteris.local.set.SetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks a set of its own on purpose and says whether every promise was kept. */
@Command(name = "chaos", description = "Breaks a set of its own and counts what became of every accepted message.")
final class ChaosCommand implements Callable<Integer> {
    private static final Map<String, String> HURRY = Map.of(
            "asteris.dispatcher.lease", "2s",
            "asteris.dispatcher.reconcile-window", "2s",
            "asteris.dispatcher.retry.base", "200ms",
            "asteris.dispatcher.retry.cap", "2s");

    private static final long KILOBYTES_OF_MEGABYTE = 1024;
    private static final Map<String, String> SMALL = Map.of(Checkout.HEAP, "256");
    private static final Map<String, String> TWO = Map.of(SetOptions.SECOND_DISPATCHER, "true");
    private static final Map<String, String> TWO_INGESTS = Map.of(SetOptions.SECOND_INGEST, "true");
    private static final Duration MOST_WAIT_BEHIND_A_FLOOD = Duration.ofSeconds(2);

    /** The campaigns. */
    enum Campaign {
        KILLS,
        LARGE,
        REPORTS,
        ORDERS,
        FAILPOINTS,
        STOPS,
        JOINS,
        LANES,
        FAIRNESS
    }

    @Parameters(index = "0", description = "What to do: ${COMPLETION-CANDIDATES}.")
    Campaign campaign = Campaign.KILLS;

    @Option(
            names = "--sends",
            description =
                    "kills, reports: messages or reports for each kill; fairness: messages that wait; lanes: messages to"
                            + " the dead lane; large: messages at once (default: 2000, 5000, 500, 4).")
    int sends;

    @Option(
            names = "--victim",
            description = "kills: kill this process only; may be repeated (default: each of five in turn).")
    List<String> victims = Kills.VICTIMS;

    @Option(
            names = "--only",
            description = "failpoints, reports: those whose line contains this text only.",
            defaultValue = "")
    String only = "";

    @Option(
            names = "--times",
            description = "stops, orders: how often (default: ${DEFAULT-VALUE}).",
            defaultValue = "20")
    int times = 20;

    @Option(
            names = "--seconds",
            description = "joins: for how long; lanes: how long a load lasts (default: ${DEFAULT-VALUE}).",
            defaultValue = "120")
    int seconds = 120;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        Path folder = Files.createTempDirectory("asteris-chaos");
        Traps traps = Traps.in(Files.createTempDirectory("asteris-traps"));
        boolean kept;
        var options = new SetOptions(folder, FreePort.choose(), settings(traps));
        try (LocalSet set = LocalSet.start(Checkout.current(), options)) {
            RunningSet running = RunningSet.in(folder);
            kept = switch (campaign) {
                case KILLS -> kills(new Kills(running), out);
                case LARGE -> large(new Large(running), out);
                case FAILPOINTS -> failpoints(new Failpoints(running, set.processes(), traps), out);
                case STOPS -> stops(new Stops(running, set.processes()), out);
                case JOINS -> joins(new Stops(running, set.processes()), out);
                case LANES -> lanes(new Neighbours(running, set.processes()), out);
                case FAIRNESS -> fairness(new Neighbours(running, set.processes()), out);
                case REPORTS -> {
                    boolean whoever = reports(new ReportKills(running), out);
                    boolean wherever = reports(new ReportFailpoints(running, set.processes(), traps), out);
                    yield whoever && wherever;
                }
                case ORDERS -> orders(new ReportOrders(running, set.processes()), out);
            };
        }
        out.println(
                kept
                        ? "Every promise was kept."
                        : "Promises were broken; the set's folder stays for a look: " + folder);
        if (kept) {
            DataFolder.openExisting(folder).erase();
        }
        return kept ? 0 : 1;
    }

    private Map<String, String> settings(Traps traps) {
        Map<String, String> settings = new HashMap<>();
        switch (campaign) {
            case KILLS, STOPS -> settings.putAll(HURRY);
            case REPORTS -> {
                settings.putAll(HURRY);
                settings.putAll(TWO_INGESTS);
                settings.putAll(traps.settings());
            }
            case ORDERS -> settings.putAll(TWO_INGESTS);
            case LARGE -> settings.putAll(SMALL);
            case FAILPOINTS -> {
                settings.putAll(HURRY);
                settings.putAll(TWO);
                settings.putAll(traps.settings());
            }
            case JOINS -> {
                settings.putAll(HURRY);
                settings.putAll(TWO);
            }
            case LANES, FAIRNESS -> {
                // As a local set is: the retries of a dead lane must not be rarer than in life.
            }
        }
        return settings;
    }

    private boolean kills(Kills kills, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-14s %9s %6s %6s%n", "KILLED", "ACCEPTED", "TWICE", "WRONG");
        for (String victim : victims) {
            Kills.Report report = kills.kill(victim, sends(2_000));
            out.printf(
                    "%-14s %9d %6d %6d%n",
                    victim, report.accepted(), report.twice(), report.wrong().size());
            kept &= kept(report.wrong(), out);
        }
        return kept;
    }

    private boolean reports(ReportKills kills, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-56s %9s %9s %6s%n", "KILLED", "KEPT", "AGAIN", "WRONG");
        for (String victim : List.of("webhook-ingest", "postgres", "kafka")) {
            if (victim.contains(only)) {
                kept &= reported(victim, kills.kill(victim, sends(2_000)), out);
            }
        }
        return kept;
    }

    private boolean reports(ReportFailpoints failpoints, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        for (ReportFailpoints.Cell cell : ReportFailpoints.matrix()) {
            if (cell.toString().contains(only)) {
                kept &= reported(cell.toString(), failpoints.run(cell), out);
            }
        }
        return kept;
    }

    private boolean orders(ReportOrders orders, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-56s %9s %9s %6s%n", "ORDER", "KEPT", "AGAIN", "WRONG");
        for (int seed = 1; seed <= times; seed++) {
            kept &= reported(String.valueOf(seed), orders.post(seed), out);
        }
        return kept;
    }

    private static boolean reported(String what, ReportKills.Report report, PrintWriter out) {
        out.printf(
                "%-56s %9d %9d %6d%n",
                what, report.kept(), report.refused(), report.wrong().size());
        return kept(report.wrong().stream().limit(10).toList(), out);
    }

    private boolean large(Large large, PrintWriter out) throws IOException, InterruptedException {
        Large.Report report = large.send(sends(4));
        List<String> wrong = new ArrayList<>(report.wrong());
        out.printf("%14s %14s %8s%n", "ACCEPTED AFTER", "ARRIVED AFTER", "REFUSED");
        for (Large.Mail mail : report.mails()) {
            out.printf(
                    "%11d ms %11d ms %8d%n",
                    mail.accepted().toMillis(), mail.arrived().toMillis(), mail.refused());
            wrong.addAll(mail.wrong());
        }
        out.printf("%-16s %s%n", "SERVICE", "PEAK MEMORY");
        report.peaks()
                .forEach((name, kilobytes) -> out.printf("%-16s %8d MB%n", name, kilobytes / KILOBYTES_OF_MEGABYTE));
        return kept(wrong, out);
    }

    private boolean failpoints(Failpoints failpoints, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-60s %9s %6s %6s%n", "FAILPOINT", "ACCEPTED", "TWICE", "WRONG");
        for (Failpoints.Cell cell : Failpoints.matrix()) {
            if (!cell.toString().contains(only)) {
                continue;
            }
            Failpoints.Report report = failpoints.run(cell);
            out.printf(
                    "%-60s %9d %6d %6d%n",
                    cell, report.accepted(), report.twice(), report.wrong().size());
            kept &= kept(report.wrong(), out);
        }
        return kept;
    }

    private boolean stops(Stops stops, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-6s %9s %9s %6s%n", "STOP", "ACCEPTED", "UNCERTAIN", "WRONG");
        for (int n = 1; n <= times; n++) {
            kept &= stopped(stops.restart(sends(200)), n, out);
        }
        return kept;
    }

    private boolean joins(Stops stops, PrintWriter out) throws IOException, InterruptedException {
        out.printf("%-6s %9s %9s %6s%n", "STOPS", "ACCEPTED", "UNCERTAIN", "WRONG");
        Stops.Report report = stops.joinAndLeave(Duration.ofSeconds(seconds));
        return stopped(report, report.stops(), out);
    }

    private static boolean stopped(Stops.Report report, int number, PrintWriter out) {
        out.printf(
                "%-6d %9d %9d %6d%n",
                number, report.accepted(), report.uncertain(), report.wrong().size());
        return kept(report.wrong(), out);
    }

    /** Three rounds, of which the middle one counts. */
    private boolean lanes(Neighbours neighbours, PrintWriter out) throws IOException, InterruptedException {
        out.printf("%-10s %10s%n", "P99 ALONE", "P99 BESIDE A DEAD LANE");
        List<Duration> excess = new ArrayList<>();
        int perSecond = 20;
        for (int round = 0; round < 3; round++) {
            Neighbours.Lane lane = neighbours.besideADeadOne(seconds * perSecond, perSecond, sends(500));
            out.printf("%7d ms %7d ms%n", lane.alone().toMillis(), lane.beside().toMillis());
            out.flush();
            excess.add(lane.excess());
        }
        excess.sort(Comparator.naturalOrder());
        return !excess.get(1).isPositive();
    }

    private boolean fairness(Neighbours neighbours, PrintWriter out) throws IOException, InterruptedException {
        Neighbours.Fairness found = neighbours.behindAFlood(sends(5_000));
        out.printf(
                "%d of another site were waiting; the slowest of ten took %d ms%n",
                found.waiting(), found.slowest().toMillis());
        return found.waiting() > 0 && found.slowest().compareTo(MOST_WAIT_BEHIND_A_FLOOD) <= 0;
    }

    private int sends(int unsaid) {
        return sends > 0 ? sends : unsaid;
    }

    private static boolean kept(List<String> wrong, PrintWriter out) {
        wrong.forEach(line -> out.println("  " + line));
        out.flush();
        return wrong.isEmpty();
    }
}
