package io.asteris.embedded;

import java.nio.file.Path;
import java.util.List;

/** Runs one broker as a process of its own, so that it outlives whoever started it; SIGTERM stops it cleanly. */
public final class KafkaProcess {
    private static final int ARGUMENTS = 4;

    private KafkaProcess() {}

    /** The arguments with which {@link #main} runs a broker of these settings. */
    public static List<String> arguments(KafkaSettings settings) {
        return List.of(
                settings.directory().toString(),
                Integer.toString(settings.port()),
                Integer.toString(settings.controllerPort()),
                settings.durable() ? "durable" : "relaxed");
    }

    /** Runs until the process is told to end. Arguments: folder, port, controller port, {@code durable|relaxed}. */
    public static void main(String[] arguments) {
        if (arguments.length != ARGUMENTS) {
            throw new IllegalArgumentException("Give folder, port, controller port and durable|relaxed.");
        }
        KafkaBroker broker = KafkaBroker.start(new KafkaSettings(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                arguments[3].equals("durable")));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-kafka"));
        broker.awaitEnd();
    }
}
