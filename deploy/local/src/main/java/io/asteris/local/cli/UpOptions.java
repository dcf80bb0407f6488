package io.asteris.local.cli;

import io.asteris.local.set.SetOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What one may say when a set is started. */
final class UpOptions {
    private static final String KEYS = "asteris.";
    private static final int LAST_PORT = 65_535;

    @Mixin
    DataOption where = new DataOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port of the front door (default: the one of last time, at first 8080).")
    @Nullable
    Integer port;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting for every process, for this start; keys begin with 'asteris.'. May be repeated.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    SetOptions toSetOptions() {
        if (port != null && (port < 1 || port > LAST_PORT)) {
            throw new ParameterException(
                    command.commandLine(), "--port is a number from 1 to " + LAST_PORT + ", not " + port);
        }
        for (String key : settings.keySet()) {
            if (!key.matches("asteris\\.[a-z0-9.-]+")) {
                throw new ParameterException(
                        command.commandLine(), "--set takes keys that begin with '" + KEYS + "', not '" + key + "'");
            }
        }
        return new SetOptions(where.data, port, settings);
    }

    /** The same as arguments. */
    List<String> toArguments() {
        List<String> arguments =
                new ArrayList<>(List.of("--data", where.data.toAbsolutePath().toString()));
        if (port != null) {
            arguments.addAll(List.of("--port", port.toString()));
        }
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }
}
