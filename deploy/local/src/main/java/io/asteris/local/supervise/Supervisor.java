package io.asteris.local.supervise;

import io.asteris.local.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps all processes of a set, each on a thread of its own, and stops them in order. */
public final class Supervisor implements AutoCloseable {
    private final Map<String, Keeper> keepers = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    private Supervisor(RunFolder run, List<ProcessSpec> specs) {
        for (ProcessSpec spec : specs) {
            keepers.put(spec.name(), new Keeper(spec, run));
        }
    }

    /** Starts to keep them; the processes of an earlier supervisor are adopted. Returns at once. */
    public static Supervisor start(RunFolder run, List<ProcessSpec> specs) {
        Supervisor supervisor = new Supervisor(run, specs);
        for (Keeper keeper : supervisor.keepers.values()) {
            supervisor.threads.add(Thread.ofPlatform()
                    .name("keep-" + keeper.spec().name())
                    .daemon()
                    .start(() -> supervisor.keepInTurn(keeper)));
        }
        return supervisor;
    }

    /**
     * Waits until every process has been ready once.
     *
     * @throws Refusal naming the process that is not, with its log
     */
    public void awaitReady(Duration bound) {
        CompletableFuture<?> all = CompletableFuture.allOf(
                keepers.values().stream().map(Keeper::ready).toArray(CompletableFuture[]::new));
        CompletableFuture<?> first = CompletableFuture.anyOf(
                keepers.values().stream().map(Supervisor::failure).toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(all, first).get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new Refusal("Not ready within " + bound.toSeconds() + " s: " + String.join(", ", waiting())
                    + ". Their logs say why.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("Interrupted while starting.");
        }
    }

    /** Stops keeping and stops all, highest stage first. */
    @Override
    public void close() {
        abandon();
        stopInOrder(keepers.values().stream().toList());
    }

    /** Stops keeping and lets the processes run, as a crash of the launcher would. */
    public void abandon() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            join(thread);
        }
    }

    /** Stops what runs of these without a supervisor, highest stage first. */
    public static void stopAll(RunFolder run, List<ProcessSpec> specs) {
        stopInOrder(specs.stream().map(spec -> new Keeper(spec, run)).toList());
    }

    private static void stopInOrder(List<Keeper> all) {
        Map<Integer, List<Keeper>> stages = new TreeMap<>(Comparator.reverseOrder());
        for (Keeper keeper : all) {
            stages.computeIfAbsent(keeper.spec().stage(), stage -> new ArrayList<>())
                    .add(keeper);
        }
        for (List<Keeper> stage : stages.values()) {
            List<Thread> stopping = stage.stream()
                    .map(keeper -> Thread.ofPlatform().start(keeper::stop))
                    .toList();
            stopping.forEach(Supervisor::join);
        }
    }

    private void keepInTurn(Keeper keeper) {
        try {
            for (String name : keeper.spec().after()) {
                requireKeeper(name).ready().get();
            }
            keeper.keep();
        } catch (ExecutionException e) {
            keeper.ready().completeExceptionally(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Keeper requireKeeper(String name) {
        Keeper keeper = keepers.get(name);
        if (keeper == null) {
            throw new IllegalArgumentException("There is no process " + name);
        }
        return keeper;
    }

    private List<String> waiting() {
        return keepers.values().stream()
                .filter(keeper -> !keeper.ready().isDone())
                .map(keeper -> keeper.spec().name())
                .toList();
    }

    /** Completes only when this process fails to come. */
    private static CompletableFuture<Void> failure(Keeper keeper) {
        return keeper.ready().thenCompose(done -> new CompletableFuture<>());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
