package io.asteris.local.cli;

import io.asteris.local.Refusal;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.folder.PrivateFile;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.LocalSet;
import io.asteris.local.set.SetState;
import io.asteris.local.supervise.Pause;
import io.asteris.local.supervise.PidFile;
import io.asteris.local.supervise.RunFolder;
import io.asteris.local.supervise.Spawn;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a set and keeps it until Ctrl-C, or, detached, until {@code down}. */
@Command(name = "up", description = "Starts everything and says how to send a first message.")
final class UpCommand implements Callable<Integer> {
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Mixin
    UpOptions options = new UpOptions();

    @Option(names = "--detach", description = "Return when everything is ready; the set goes on in the background.")
    boolean detach;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<LocalSet> claimed = LocalSet.claim(Checkout.current(), options.toSetOptions());
        PrintWriter out = command.commandLine().getOut();
        if (claimed.isEmpty()) {
            awaitReady(folder(), Optional.empty());
            out.println("The set in " + folder().root() + " is running already at " + env().get("ASTERIS_URL") + ".");
            return 0;
        }
        if (detach) {
            claimed.get().abandon();
            spawn();
            awaitReady(folder(), Optional.of(supervisor()));
            Welcome.print(out, env(), folder().root());
        } else {
            keep(claimed.get(), out);
        }
        return 0;
    }

    private void keep(LocalSet set, PrintWriter out) {
        Foreground.start(set);
        Welcome.print(out, set.env(), folder().root());
        out.println("Ctrl-C stops it.");
        out.flush();
        Foreground.await();
    }

    private void spawn() {
        new SetState.Silent().write(folder());
        List<String> arguments = new ArrayList<>(List.of("supervise"));
        arguments.addAll(options.toArguments());
        RunFolder run = new RunFolder(folder().run(), folder().logs());
        Spawn.start(run, "supervisor", Checkout.current().launcher(Asteris.class, arguments), Map.of());
    }

    private PidFile supervisor() {
        return new PidFile(folder().run(), "supervisor");
    }

    private static void awaitReady(DataFolder folder, Optional<PidFile> supervisor) {
        Instant deadline = Instant.now().plus(BOUND);
        while (true) {
            // Looked at first: a supervisor says its last word before it ends.
            boolean gone = supervisor.isPresent() && supervisor.get().living().isEmpty();
            switch (SetState.read(folder)) {
                case SetState.Ready ready -> {
                    return;
                }
                case SetState.Failed failed -> throw new Refusal(failed.sentence());
                case SetState.Starting starting when !gone -> Pause.of(LOOK);
                case SetState.Silent silent when !gone -> Pause.of(LOOK);
                case SetState.Starting starting -> throw ended(folder);
                case SetState.Silent silent -> throw ended(folder);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new Refusal("The set does not become ready, see " + folder.logs() + ".");
            }
        }
    }

    private static Refusal ended(DataFolder folder) {
        return new Refusal(
                "The supervisor ended while starting, see " + folder.logs().resolve("supervisor.log") + ".");
    }

    private Map<String, String> env() {
        return PrivateFile.read(folder().env());
    }

    private DataFolder folder() {
        return DataFolder.openExisting(options.where.data);
    }
}
