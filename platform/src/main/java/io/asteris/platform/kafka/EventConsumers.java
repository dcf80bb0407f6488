package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Starts the consumers of a service and stops them before anything that they need. */
@ApplicationScoped
public class EventConsumers {
    /** With two, cores stood idle for a tenth of the time while the third was read. */
    public static final int ABREAST = 3;

    /** Above it, consumers of a group would be given up for dead while a database is merely restarted. */
    private static final int MAX_POLL_INTERVAL_MS = 600_000;

    /** Notices a dead instance soon; the broker's lower bound is 6 s. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** So finely are the topics of a backlog mixed; finer where a poll still brings this many. */
    private static final int POLLS_OF_A_BATCH = 8;

    private static final int POLLS_OF_A_LARGE_BATCH = 32;
    private static final int ENOUGH_OF_A_POLL = 60;

    private final KafkaSettings settings;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final List<EventConsumer> consumers = new CopyOnWriteArrayList<>();

    EventConsumers(KafkaSettings settings, DeadLetters deadLetters, MeterRegistry metrics) {
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Reads topics as a member of a group, from the earliest record that the group has not done. A batch's offsets are committed
     * after the handler completed; a handler that fails is called again with the same batch until it does not, so it must bear
     * repeats.
     *
     * @param group {@code asteris.<service>}
     * @param maxBatch records after which a call has enough; it may have an eighth more
     */
    public EventConsumer start(
            String group, Set<Topic> topics, int maxBatch, Function<List<Received>, Uni<Void>> handler) {
        return start(group, topics, maxBatch, handler, behind -> {});
    }

    /**
     * The same for a handler that nobody waits for: under load its batches grow, at the price that a record which follows closely upon
     * others waits. A record that comes alone is handed over at once, and behind a backlog nothing waits: there a batch has what all topics
     * tell of the same messages.
     *
     * @param gathering from one batch to the next at least
     */
    public EventConsumer startGathering(
            String group,
            Set<Topic> topics,
            int maxBatch,
            Duration gathering,
            Function<List<Received>, Uni<Void>> handler) {
        return startGathering(group, topics, maxBatch, gathering, handler, 1);
    }

    /**
     * The same for a handler that may work on {@link #ABREAST} batches at once, whichever ends first: behind a backlog it is called with the
     * next ones while it still works on the first.
     *
     * @param gathering from one batch to the next at least
     */
    public EventConsumer startGatheringAbreast(
            String group,
            Set<Topic> topics,
            int maxBatch,
            Duration gathering,
            Function<List<Received>, Uni<Void>> handler) {
        return startGathering(group, topics, maxBatch, gathering, handler, ABREAST);
    }

    private EventConsumer startGathering(
            String group,
            Set<Topic> topics,
            int maxBatch,
            Duration gathering,
            Function<List<Received>, Uni<Void>> handler,
            int atOnce) {
        var client = client(group, topics, maxBatch);
        var reader = new BatchReader(client, maxBatch, gathering, BatchReader::acceptance);
        return start(
                new EventConsumer(group, topics, client, reader, deadLetters, metrics, handler, atOnce, behind -> {}));
    }

    /**
     * The same for a handler that wants to know what it has before it.
     *
     * @param behind told before each batch how many records are known to lie behind it
     */
    public EventConsumer start(
            String group,
            Set<Topic> topics,
            int maxBatch,
            Function<List<Received>, Uni<Void>> handler,
            LongConsumer behind) {
        var client = client(group, topics, maxBatch);
        var reader = new BatchReader(client, maxBatch, Duration.ZERO, ConsumerRecord::timestamp);
        return start(new EventConsumer(group, topics, client, reader, deadLetters, metrics, handler, 1, behind));
    }

    private KafkaConsumer<String, byte[]> client(String group, Set<Topic> topics, int maxBatch) {
        int atOnce = Math.max(ENOUGH_OF_A_POLL, maxBatch / POLLS_OF_A_LARGE_BATCH);
        var client = settings.consumer(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, group,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.clamp(maxBatch / POLLS_OF_A_BATCH, 1, atOnce),
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS));
        client.subscribe(topics.stream().map(Topic::topicName).toList());
        return client;
    }

    private EventConsumer start(EventConsumer consumer) {
        consumers.add(consumer);
        consumer.start();
        return consumer;
    }

    /** The consumers that run, for health. */
    List<EventConsumer> running() {
        return List.copyOf(consumers);
    }

    void stop(@Observes @Priority(100) ShutdownEvent stopping) {
        consumers.forEach(EventConsumer::stop);
        consumers.forEach(EventConsumer::join);
    }
}
