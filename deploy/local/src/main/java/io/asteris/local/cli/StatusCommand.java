package io.asteris.local.cli;

import io.asteris.local.set.SetProcesses;
import io.asteris.local.supervise.ProcessSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what runs; fails when something does not. */
@Command(name = "status", description = "Shows every process; exit code 1 when one does not run.")
final class StatusCommand implements Callable<Integer> {
    private record Row(String name, OptionalLong pid, String state, int port) {}

    @Mixin
    DataOption where = new DataOption();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        SetProcesses processes = where.processes();
        List<Row> rows = processes.specs().parallelStream()
                .map(spec -> row(processes, spec))
                .toList();
        PrintWriter out = command.commandLine().getOut();
        out.printf("%-15s %8s  %-9s %6s%n", "NAME", "PID", "STATE", "PORT");
        for (Row row : rows) {
            String pid = row.pid().isPresent() ? Long.toString(row.pid().getAsLong()) : "-";
            out.printf("%-15s %8s  %-9s %6d%n", row.name(), pid, row.state(), row.port());
        }
        if (!processes.isSupervised()) {
            out.println("Nobody supervises the set; ./asteris up starts it and takes over what runs.");
            return 1;
        }
        return rows.stream().allMatch(row -> row.state().equals("running")) ? 0 : 1;
    }

    private static Row row(SetProcesses processes, ProcessSpec spec) {
        OptionalLong pid = processes.pid(spec.name());
        String state;
        if (pid.isEmpty()) {
            state = processes.isHeld(spec.name()) ? "stopped" : "down";
        } else {
            state = spec.probe().isReady() ? "running" : "not ready";
        }
        return new Row(spec.name(), pid, state, spec.port());
    }
}
