package io.asteris.local.bench;

import io.asteris.bench.Figures;
import io.asteris.embedded.FreePort;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.LocalSet;
import io.asteris.local.set.SetOptions;
import io.asteris.local.supervise.Pause;
import io.asteris.local.supervise.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** How long a set takes from {@code up} to everything ready, and each process from its start to its readiness. */
public final class StartBench {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final double MILLIS = 1000;

    private StartBench() {}

    /** Starts a set so often: the first time on an empty folder, then on the same data. */
    public static Figures run(int runs) throws IOException {
        var figures = new Figures("Start", "process", "run", "after_s", "took_s");
        Path folder = Files.createTempDirectory("asteris-bench");
        try {
            for (int run = 1; run <= runs; run++) {
                once(folder, run, figures);
            }
        } finally {
            DataFolder.openExisting(folder).erase();
        }
        return figures;
    }

    private static void once(Path folder, int run, Figures figures) {
        Instant begin = Instant.now();
        var options = new SetOptions(folder, run == 1 ? FreePort.choose() : null, Map.of());
        try (LocalSet set = LocalSet.claim(Checkout.current(), options).orElseThrow()) {
            CompletableFuture<Void> starting = CompletableFuture.runAsync(set::start);
            Map<String, Instant> ready = watch(set, starting);
            starting.join();
            double all = seconds(begin, Instant.now());
            for (ProcessSpec spec : set.processes().specs()) {
                Instant at = ready.getOrDefault(spec.name(), Instant.now());
                figures.row(
                        spec.name(),
                        run,
                        seconds(begin, spawned(set, spec, begin)),
                        seconds(spawned(set, spec, begin), at));
            }
            figures.row("all", run, 0.0, all);
        }
    }

    /** Looks until the start is through; each look costs what the supervisor's own looks cost. */
    private static Map<String, Instant> watch(LocalSet set, CompletableFuture<Void> starting) {
        Map<String, Instant> ready = new LinkedHashMap<>();
        while (!starting.isDone()) {
            for (ProcessSpec spec : set.processes().specs()) {
                if (!ready.containsKey(spec.name()) && set.processes().isReady(spec.name())) {
                    ready.put(spec.name(), Instant.now());
                }
            }
            Pause.of(LOOK);
        }
        return ready;
    }

    private static Instant spawned(LocalSet set, ProcessSpec spec, Instant otherwise) {
        OptionalLong pid = set.processes().pid(spec.name());
        return pid.isEmpty()
                ? otherwise
                : ProcessHandle.of(pid.getAsLong())
                        .flatMap(process -> process.info().startInstant())
                        .orElse(otherwise);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS;
    }
}
