package io.asteris.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where and how one single-node broker runs.
 *
 * @param directory the data folder, formatted when it is new, kept otherwise
 * @param port for clients, on 127.0.0.1
 * @param controllerPort for the broker's own controller, on 127.0.0.1
 * @param durable true flushes every record before it is acknowledged; false is for tests that do not test durability
 */
public record KafkaSettings(Path directory, int port, int controllerPort, boolean durable) {
    static final int NODE = 1;

    public KafkaSettings {
        directory = directory.toAbsolutePath().normalize();
    }

    /** Settings for a test: free ports, durable. */
    public static KafkaSettings forTest(Path directory) {
        return new KafkaSettings(directory, FreePort.choose(), FreePort.choose(), true);
    }

    /** The same without a flush per record. */
    public KafkaSettings relaxed() {
        return new KafkaSettings(directory, port, controllerPort, false);
    }

    /** What clients are given as {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "controller.quorum.voters",
                NODE + "@127.0.0.1:" + controllerPort,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs",
                directory.toString(),
                "auto.create.topics.enable",
                "false"));
        properties.putAll(ONE_NODE);
        properties.putAll(QUICK_RESTART);
        properties.putAll(SMALL);
        if (durable) {
            properties.put("log.flush.interval.messages", "1");
        }
        return properties;
    }

    private static final Map<String, String> ONE_NODE = Map.of(
            "default.replication.factor", "1",
            "min.insync.replicas", "1",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    /** After a kill the new broker waits until the old one's session has run out. */
    private static final Map<String, String> QUICK_RESTART = Map.of(
            "broker.session.timeout.ms", "2000",
            "broker.heartbeat.interval.ms", "500",
            "controller.quorum.election.timeout.ms", "500",
            "controller.quorum.election.backoff.max.ms", "500",
            "controller.quorum.fetch.timeout.ms", "1000",
            "group.initial.rebalance.delay.ms", "0",
            "group.min.session.timeout.ms", "1000",
            "controlled.shutdown.enable", "false");

    /** Lets it live in a heap of 256 MB: the cleaner alone takes 128 MB by default. */
    private static final Map<String, String> SMALL = Map.of(
            "log.cleaner.dedupe.buffer.size", "8388608",
            "num.network.threads", "2",
            "num.io.threads", "4",
            "background.threads", "2",
            "log.segment.bytes", "134217728",
            "metadata.log.segment.bytes", "16777216");
}
