package io.asteris.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka broker (KRaft, broker and controller in one) inside this JVM. */
public final class KafkaBroker implements AutoCloseable {
    private final KafkaSettings settings;
    private final KafkaRaftServer server;

    private KafkaBroker(KafkaSettings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Formats the folder when it is new, starts the broker and waits until it serves.
     *
     * @throws EmbeddedException with the reason when it does not start
     */
    public static KafkaBroker start(KafkaSettings settings) {
        format(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.properties()), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new EmbeddedException("Kafka did not start in " + settings.directory() + ": " + e.getMessage(), e);
        }
        return new KafkaBroker(settings, server);
    }

    public KafkaSettings settings() {
        return settings;
    }

    /** What clients are given as {@code bootstrap.servers}. */
    public String bootstrap() {
        return settings.bootstrap();
    }

    /** Stops it cleanly; its data stay. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    void awaitEnd() {
        server.awaitShutdown();
    }

    private static void format(KafkaSettings settings) {
        if (Files.exists(settings.directory().resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(settings.directory());
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(KafkaSettings.NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(settings.directory().toString())
                    .addDirectory(settings.directory().toString())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) { // Formatter.run declares Exception
            throw new EmbeddedException(
                    "The Kafka folder " + settings.directory() + " could not be formatted: " + e.getMessage(), e);
        }
    }
}
