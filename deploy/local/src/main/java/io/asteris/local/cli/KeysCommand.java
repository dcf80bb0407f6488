package io.asteris.local.cli;

import io.asteris.local.folder.DataFolder;
import io.asteris.local.folder.Secrets;
import io.asteris.local.keys.Rotation;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.SetProcesses;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is done with the keys of a set. */
@Command(
        name = "keys",
        description = "Changes the keys of a running set.",
        subcommands = {KeysCommand.Rotate.class})
final class KeysCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /** Makes a new master key and takes the old one away. */
    @Command(
            name = "rotate",
            description =
                    "Makes a new master key, seals everything anew under it while the set runs, and takes the old key away."
                            + " After a break, run it again.")
    static final class Rotate implements Callable<Integer> {
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
            DataFolder folder = DataFolder.openExisting(where.data);
            new Rotation(
                            () -> Secrets.masterKeys(folder),
                            setting -> Secrets.replaceMasterKeys(folder, setting),
                            SetProcesses.readiness(Checkout.current(), folder),
                            line -> command.commandLine().getOut().println(line))
                    .run();
            return 0;
        }
    }
}
