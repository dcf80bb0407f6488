package io.asteris.local.cli;

import io.asteris.local.folder.DataFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a set, whoever started it. */
@Command(name = "down", description = "Stops everything; the data stay unless --erase is given.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    DataOption where = new DataOption();

    @Option(names = "--erase", description = "Forget the data too.")
    boolean erase;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        if (!DataFolder.isThere(where.data)) {
            out.println("There is no set in " + where.data.toAbsolutePath().normalize() + ".");
            return 0;
        }
        DataFolder folder = DataFolder.openExisting(where.data);
        where.processes().stopAll();
        if (erase) {
            folder.erase();
        }
        out.println(erase ? "Stopped and erased." : "Stopped.");
        return 0;
    }
}
