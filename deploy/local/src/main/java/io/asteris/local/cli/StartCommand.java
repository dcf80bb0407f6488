package io.asteris.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings back a process that was stopped, and waits until it does its work. */
@Command(name = "start", description = "Brings back a process that was stopped, and waits until it does its work.")
final class StartCommand implements Callable<Integer> {
    @Mixin
    DataOption where = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The process, as status names it.")
    String name = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        where.processes().start(name);
        return 0;
    }
}
