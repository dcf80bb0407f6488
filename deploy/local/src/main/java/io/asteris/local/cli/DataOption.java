package io.asteris.local.cli;

import io.asteris.local.folder.DataFolder;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.SetProcesses;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which set a command means. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the set (default: ${DEFAULT-VALUE}).",
            defaultValue = ".asteris")
    Path data = Path.of(".asteris");

    SetProcesses processes() {
        return SetProcesses.of(Checkout.current(), DataFolder.openExisting(data));
    }
}
