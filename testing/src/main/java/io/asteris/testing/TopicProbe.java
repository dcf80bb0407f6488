package io.asteris.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/**
 * Reads a topic from its start, outside all groups, as often as a test likes. What was read once is kept for the next look, which asks
 * for what came since: a consumer of its own for each look took a quarter of a second, and tests look often.
 */
public final class TopicProbe {
    private static final Map<String, TopicProbe> OPEN = new ConcurrentHashMap<>();
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String bootstrap;
    private final String topic;
    private final List<SeenRecord> seen = new ArrayList<>();
    private Optional<KafkaConsumer<String, byte[]>> consumer = Optional.empty();

    private TopicProbe(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    /** The one probe of that topic. */
    static TopicProbe of(String bootstrap, String topic) {
        return OPEN.computeIfAbsent(bootstrap + ' ' + topic, first -> new TopicProbe(bootstrap, topic));
    }

    /** All records of the topic until now, in order within each partition. */
    public synchronized List<SeenRecord> all() {
        boolean read = false;
        try {
            readToTheEnd(open());
            read = true;
            return List.copyOf(seen);
        } finally {
            if (!read) {
                close();
            }
        }
    }

    /** All records of a key that are on the topic now. */
    public List<SeenRecord> of(String key) {
        return all().stream().filter(record -> key.equals(record.key())).toList();
    }

    /**
     * Waits until so many records match, and gives all that do; fails after 20 seconds.
     *
     * @param count how many at least
     */
    public List<SeenRecord> await(int count, Predicate<SeenRecord> wanted) {
        return Awaitility.await("%d matching records on %s".formatted(count, topic))
                .atMost(BOUND)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> all().stream().filter(wanted).toList(), found -> found.size() >= count);
    }

    /** Waits for the first record that matches; fails after 20 seconds. */
    public SeenRecord await(Predicate<SeenRecord> wanted) {
        return await(1, wanted).getFirst();
    }

    private KafkaConsumer<String, byte[]> open() {
        KafkaConsumer<String, byte[]> open = consumer.orElseGet(() -> new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer()));
        consumer = Optional.of(open);
        if (open.assignment().isEmpty()) {
            open.assign(open.partitionsFor(topic, BOUND).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            open.seekToBeginning(open.assignment());
        }
        return open;
    }

    /** After trouble the next look begins anew. */
    private void close() {
        Optional<KafkaConsumer<String, byte[]>> broken = consumer;
        consumer = Optional.empty();
        seen.clear();
        broken.ifPresent(KafkaConsumer::close);
    }

    private void readToTheEnd(KafkaConsumer<String, byte[]> open) {
        Map<TopicPartition, Long> ends = open.endOffsets(open.assignment(), BOUND);
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> open.position(end.getKey()) < end.getValue())) {
            open.poll(POLL).forEach(record -> seen.add(seen(record)));
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the topic was not read to its end in " + BOUND);
            }
        }
    }

    private static SeenRecord seen(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new SeenRecord(
                record.partition(),
                record.offset(),
                Objects.requireNonNullElse(record.key(), ""),
                headers,
                record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8));
    }
}
