package io.asteris.platform.kafka;

import io.asteris.contract.DispatchState;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.EventType;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.embedded.KafkaBroker;
import io.asteris.embedded.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One real broker for all tests here, and for each test a group and clients of its own. */
final class TestBroker implements BeforeEachCallback, AfterEachCallback {
    static final SiteId SITE = new SiteId("one");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final String group = "test." + UUID.randomUUID();
    private String bootstrap;
    private KafkaSettings settings;
    private EventProducer producer;
    private DeadLetters letters;
    private EventConsumers consumers;
    private Replicas replicas;

    @Override
    public void beforeEach(ExtensionContext context) {
        bootstrap = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, first -> Running.start(), Running.class)
                .broker()
                .bootstrap();
        settings = new KafkaSettings(new SmallRyeConfigBuilder()
                .withDefaultValue("kafka.bootstrap.servers", bootstrap)
                .build());
        producer = new EventProducer(settings);
        letters = new DeadLetters(producer, InstantSource.system(), metrics);
        consumers = new EventConsumers(settings, letters, metrics);
        replicas = new Replicas(settings);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        consumers.stop(new ShutdownEvent());
        replicas.stop(new ShutdownEvent());
        producer.close();
    }

    /** Started for the first test that wants it, and gone with the last. */
    private record Running(KafkaBroker broker, Path folder) implements AutoCloseable {
        static Running start() {
            try {
                Path folder = Files.createTempDirectory("asteris-broker-");
                KafkaBroker broker = KafkaBroker.start(
                        io.asteris.embedded.KafkaSettings.forTest(folder).relaxed());
                Topics.createAll(broker.bootstrap(), false);
                return new Running(broker, folder);
            } catch (IOException noFolder) {
                throw new UncheckedIOException(noFolder);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            Utils.delete(folder.toFile());
        }
    }

    String bootstrap() {
        return bootstrap;
    }

    /** For clients of a test's own. */
    KafkaSettings settings() {
        return settings;
    }

    /** What puts records away that nobody can read. */
    DeadLetters letters() {
        return letters;
    }

    /** The dead letters of this test's consumers. */
    TopicDeadLetters deadLetters() {
        return new TopicDeadLetters(settings, consumers, letters, producer, "probe");
    }

    EventConsumers consumers() {
        return consumers;
    }

    Replicas replicas() {
        return replicas;
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    /** The group of this test's consumers. */
    String group() {
        return group;
    }

    /** How far this test's group has come on the first partition. */
    long committed(Topic topic) {
        try (var client = settings.consumer(Map.of("group.id", group))) {
            var partition = new TopicPartition(topic.topicName(), 0);
            var offset = client.committed(Set.of(partition)).get(partition);
            return offset == null ? 0 : offset.offset();
        }
    }

    /** Brings an event to its topic, and waits for the broker's word. */
    void send(Event event) {
        send(EventType.of(event).topic(), event);
    }

    /** Brings an event to any topic, and waits for the broker's word. */
    void send(Topic topic, Event event) {
        send(topic, event, EventType.of(event).typeName());
    }

    /** Brings an event to any topic under a type that need not be its own, and waits for the broker's word. */
    void send(Topic topic, Event event, String type) {
        var outgoing = new OutgoingEvent(
                UUID.randomUUID(), topic.topicName(), event.key(), type, SITE.value(), Json.write(event), null);
        producer.send(outgoing).toCompletableFuture().join();
    }

    /** Brings any record to the broker, and waits for its word. */
    void send(ProducerRecord<String, byte[]> record) {
        producer.send(record).toCompletableFuture().join();
    }

    /** A change of state of one message. */
    static MessageStateChanged state(int version) {
        return state(MessageId.mint(Instant.parse("2026-03-01T10:00:00Z")), version);
    }

    static MessageStateChanged state(MessageId message, int version) {
        return new MessageStateChanged(
                message, SITE, DispatchState.QUEUED, version, message.instant(), "", null, false, List.of());
    }
}
