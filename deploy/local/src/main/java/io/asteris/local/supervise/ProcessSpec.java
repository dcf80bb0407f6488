package io.asteris.local.supervise;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the supervisor must know of one process.
 *
 * @param name unique in the set; also the name of its pid file and its log
 * @param command asked for before each start, so that it may prepare what the start needs
 * @param environment added to the launcher's own
 * @param port the one a person would look for; status shows it
 * @param probe whether it is ready
 * @param stage higher stages are stopped first; one stage is stopped at once
 * @param after names that must have been ready once before the first start
 * @param whenReady what to do once, when it has become ready for the first time under this supervisor
 */
public record ProcessSpec(
        String name,
        Supplier<List<String>> command,
        Map<String, String> environment,
        int port,
        Probe probe,
        int stage,
        StopSignal stopSignal,
        Set<String> after,
        Runnable whenReady) {
    public ProcessSpec {
        environment = Map.copyOf(environment);
        after = Set.copyOf(after);
    }

    /** A process of this name and command; the environment is empty and nothing needs to be ready before it. */
    public static ProcessSpec of(String name, List<String> command, int port, Probe probe, int stage) {
        return new ProcessSpec(name, () -> command, Map.of(), port, probe, stage, StopSignal.TERM, Set.of(), () -> {});
    }

    /** The same with this environment. */
    public ProcessSpec with(Map<String, String> newEnvironment) {
        return new ProcessSpec(name, command, newEnvironment, port, probe, stage, stopSignal, after, whenReady);
    }

    /** The same, started only when these have been ready. */
    public ProcessSpec after(Set<String> names) {
        return new ProcessSpec(name, command, environment, port, probe, stage, stopSignal, names, whenReady);
    }

    /** The same with something to do when it is ready for the first time. */
    public ProcessSpec whenReady(Runnable action) {
        return new ProcessSpec(name, command, environment, port, probe, stage, stopSignal, after, action);
    }

    /** Leaves the environment out: it holds secrets. */
    @Override
    public String toString() {
        return "ProcessSpec[" + name + ", port=" + port + "]";
    }
}
