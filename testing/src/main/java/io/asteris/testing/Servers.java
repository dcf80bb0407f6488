package io.asteris.testing;

import io.asteris.embedded.KafkaBroker;
import io.asteris.embedded.KafkaSettings;
import io.asteris.embedded.PostgresBootstrap;
import io.asteris.embedded.PostgresServer;
import io.asteris.embedded.PostgresSettings;
import io.asteris.embedded.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL with the database and its roles and one Kafka with all topics, in a folder that goes with the JVM. */
final class Servers implements ServersMBean {
    /** The broker starts before the tests' own log settings count; kept here, because loggers are held weakly. */
    private static final List<Logger> QUIET = Stream.of("kafka", "org.apache.kafka", "state.change.logger")
            .map(Logger::getLogger)
            .toList();

    private final Path folder;
    private final PostgresSettings postgresSettings;
    private final KafkaSettings kafkaSettings;
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaBroker kafka;

    private Servers(Path folder, boolean durable) {
        this.folder = folder;
        PostgresSettings database = PostgresSettings.forTest(folder.resolve("postgres"));
        KafkaSettings broker = KafkaSettings.forTest(folder.resolve("kafka"));
        this.postgresSettings = durable ? database : database.relaxed();
        this.kafkaSettings = durable ? broker : broker.relaxed();
    }

    /** @param durable whether commits and records are flushed to the disk, which only tests of durability need */
    static Servers start(boolean durable) {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        try {
            var servers = new Servers(Files.createTempDirectory("asteris-test-"), durable);
            Runtime.getRuntime().addShutdownHook(new Thread(servers::end, "end-test-servers"));
            servers.startPostgres();
            PostgresBootstrap.run(servers.postgresSettings, null);
            servers.startKafka();
            Topics.createAll(servers.getKafkaBootstrap(), durable);
            return servers;
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    @Override
    public int getPostgresPort() {
        return postgresSettings.port();
    }

    @Override
    public String getKafkaBootstrap() {
        return kafkaSettings.bootstrap();
    }

    @Override
    public synchronized void stopPostgres() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    @Override
    public synchronized void killPostgres() {
        if (postgres != null) {
            postgres.kill();
            postgres = null;
        }
    }

    @Override
    public synchronized void startPostgres() {
        if (postgres == null) {
            postgres = PostgresServer.start(postgresSettings);
        }
    }

    @Override
    public synchronized void stopKafka() {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
    }

    @Override
    public synchronized void startKafka() {
        if (kafka == null) {
            kafka = KafkaBroker.start(kafkaSettings);
        }
    }

    /** Kafka has no state worth a clean end: its folder goes. */
    private void end() {
        stopPostgres();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException stillInUse) {
            // The broker of this JVM may still write; what is left lies in the folder for temporary files.
            System.err.println("left behind: " + folder);
        }
    }
}
