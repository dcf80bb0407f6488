package io.asteris.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops one process cleanly; it stays down until it is started again. */
@Command(name = "stop", description = "Stops one process cleanly; it stays down until it is started again.")
final class StopCommand implements Callable<Integer> {
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
        where.processes().stop(name);
        return 0;
    }
}
