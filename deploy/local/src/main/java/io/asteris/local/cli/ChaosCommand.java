package io.asteris.local.cli;

import io.asteris.embedded.FreePort;
import io.asteris.local.chaos.Kills;
import io.asteris.local.chaos.Large;
import io.asteris.local.chaos.ReportKills;
import io.asteris.local.chaos.RunningSet;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.LocalSet;
import io.asteris.local.set.SetOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The campaigns. */
    enum Campaign {
        KILLS,
        LARGE,
        REPORTS
    }

    @Parameters(index = "0", description = "What to do: ${COMPLETION-CANDIDATES}.")
    Campaign campaign = Campaign.KILLS;

    @Option(
            names = "--sends",
            description = "kills, reports: messages or reports for each kill (default: ${DEFAULT-VALUE}).",
            defaultValue = "2000")
    int sends = 2_000;

    @Option(
            names = "--victim",
            description = "kills: kill this process only; may be repeated (default: each of five in turn).")
    List<String> victims = Kills.VICTIMS;

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
        boolean kept;
        Map<String, String> settings =
                switch (campaign) {
                    case KILLS, REPORTS -> HURRY;
                    case LARGE -> SMALL;
                };
        var options = new SetOptions(folder, FreePort.choose(), settings);
        try (LocalSet set = LocalSet.start(Checkout.current(), options)) {
            kept = switch (campaign) {
                case KILLS -> kills(new Kills(RunningSet.in(folder)), out);
                case LARGE -> large(new Large(RunningSet.in(folder)), out);
                case REPORTS -> reports(new ReportKills(RunningSet.in(folder)), out);
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

    private boolean kills(Kills kills, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-14s %9s %6s %6s%n", "KILLED", "ACCEPTED", "TWICE", "WRONG");
        for (String victim : victims) {
            Kills.Report report = kills.kill(victim, sends);
            out.printf(
                    "%-14s %9d %6d %6d%n",
                    victim, report.accepted(), report.twice(), report.wrong().size());
            report.wrong().forEach(line -> out.println("  " + line));
            out.flush();
            kept &= report.wrong().isEmpty();
        }
        return kept;
    }

    private boolean reports(ReportKills kills, PrintWriter out) throws IOException, InterruptedException {
        boolean kept = true;
        out.printf("%-14s %9s %9s %6s%n", "KILLED", "KEPT", "AGAIN", "WRONG");
        for (String victim : List.of("webhook-ingest", "postgres", "kafka")) {
            ReportKills.Report report = kills.kill(victim, sends);
            out.printf(
                    "%-14s %9d %9d %6d%n",
                    victim, report.kept(), report.refused(), report.wrong().size());
            report.wrong().stream().limit(10).forEach(line -> out.println("  " + line));
            out.flush();
            kept &= report.wrong().isEmpty();
        }
        return kept;
    }

    private static boolean large(Large large, PrintWriter out) throws IOException, InterruptedException {
        Large.Report report = large.send();
        out.printf("accepted after %5d ms%n", report.accepted().toMillis());
        out.printf("arrived after  %5d ms%n", report.arrived().toMillis());
        out.printf("%-16s %s%n", "SERVICE", "PEAK MEMORY");
        report.peaks()
                .forEach((name, kilobytes) -> out.printf("%-16s %8d MB%n", name, kilobytes / KILOBYTES_OF_MEGABYTE));
        report.wrong().forEach(line -> out.println("  " + line));
        return report.wrong().isEmpty();
    }
}
