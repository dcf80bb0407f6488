package io.asteris.local.cli;

import io.asteris.local.Refusal;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The entry point of {@code ./asteris}; a new command is one class more in the list. Exit codes: 0, 1 failure, 2 usage. */
@Command(
        name = "./asteris",
        description = "Runs Asteris on this machine.",
        mixinStandardHelpOptions = true,
        version = "Asteris 0.1.0",
        subcommands = {
            UpCommand.class,
            SuperviseCommand.class,
            DownCommand.class,
            StatusCommand.class,
            StopCommand.class,
            StartCommand.class,
            ChaosCommand.class,
            BenchCommand.class,
            KeysCommand.class,
            DlqCommand.class
        })
public final class Asteris implements Runnable {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Asteris())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Asteris::refuseUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, command));
    }

    @Override
    public void run() {
        throw new Refusal(
                "Say what to do: up, down, status, stop, start, chaos, bench, keys or dlq; ./asteris --help tells more.");
    }

    private static int refuseUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String sentence = failure.getMessage().lines().findFirst().orElse("The command is not understood");
        command.getErr().println(sentence + "; see " + command.getCommandSpec().qualifiedName() + " --help.");
        return USAGE;
    }

    private static int fail(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof Refusal) {
            err.println(failure.getMessage());
        } else {
            err.println("Unexpected: " + failure);
            failure.printStackTrace(err);
        }
        boolean usage = command.getCommand() instanceof Asteris;
        return usage ? USAGE : FAILURE;
    }
}
