package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.asteris.platform.deadletter.DeadLetter;
import io.asteris.platform.deadletter.DeadLetterSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The dead letters of the topics that this service consumes. A letter is replayed by handing its original octets to the very consumer
 * that could not read them, and to no other service; what was replayed is marked by a record of its own behind it.
 */
@ApplicationScoped
class TopicDeadLetters implements DeadLetterSource {
    static final String REPLAYED = "dead-letter-replayed";

    /** More than anybody reads; beyond it the oldest are not looked at. */
    private static final long MOST_READ = 10_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final EventConsumers consumers;
    private final DeadLetters letters;
    private final EventProducer producer;
    private final String service;

    TopicDeadLetters(
            KafkaSettings settings,
            EventConsumers consumers,
            DeadLetters letters,
            EventProducer producer,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "service") String service) {
        this.settings = settings;
        this.consumers = consumers;
        this.letters = letters;
        this.producer = producer;
        this.service = service;
    }

    /** Where a letter lies. */
    private record Place(String topic, int partition, long offset) {
        static Place of(ConsumerRecord<String, byte[]> letter) {
            return new Place(letter.topic(), letter.partition(), letter.offset());
        }

        String text() {
            return topic + "~" + partition + "~" + offset;
        }
    }

    @Override
    public List<DeadLetter> list(int most) {
        return open().stream()
                .sorted(Comparator.comparingLong((ConsumerRecord<String, byte[]> letter) -> letter.timestamp())
                        .reversed())
                .limit(most)
                .map(this::shown)
                .toList();
    }

    @Override
    public Replay replay(String id) {
        for (ConsumerRecord<String, byte[]> letter : open()) {
            if (id(letter).equals(id)) {
                return replay(letter);
            }
        }
        return new Replay.Unknown();
    }

    private Replay replay(ConsumerRecord<String, byte[]> letter) {
        ConsumerRecord<String, byte[]> original = original(letter);
        Optional<EventConsumer> reader = consumers.running().stream()
                .filter(consumer -> reads(consumer, letter))
                .findFirst();
        if (reader.isEmpty()) {
            return new Replay.Unknown();
        }
        Optional<String> trouble = reader.get().takeAgain(original, BOUND);
        if (trouble.isPresent()) {
            return new Replay.Unreadable(trouble.get());
        }
        mark(letter);
        boolean more = open().stream().anyMatch(other -> DeadLetters.site(other).equals(DeadLetters.site(letter)));
        if (!more) {
            letters.cleared(DeadLetters.site(letter));
        }
        return new Replay.Taken();
    }

    private void mark(ConsumerRecord<String, byte[]> letter) {
        var mark = new ProducerRecord<String, byte[]>(letter.topic(), letter.partition(), letter.key(), new byte[0]);
        CloudEventHeaders.put(mark.headers(), REPLAYED, Place.of(letter).text());
        try {
            producer.send(mark).toCompletableFuture().join();
        } catch (CompletionException unmarked) {
            throw new KafkaException("the replay could not be marked; replay it again, which does no harm", unmarked);
        }
    }

    /** This service's letters that were not replayed. */
    private List<ConsumerRecord<String, byte[]>> open() {
        Set<String> replayed = new HashSet<>();
        List<ConsumerRecord<String, byte[]>> mine = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> letter : read()) {
            Optional<String> mark = CloudEventHeaders.read(letter.headers(), REPLAYED);
            mark.ifPresent(replayed::add);
            if (mark.isEmpty() && consumers.running().stream().anyMatch(consumer -> reads(consumer, letter))) {
                mine.add(letter);
            }
        }
        mine.removeIf(letter -> replayed.contains(Place.of(letter).text()));
        return mine;
    }

    private static boolean reads(EventConsumer consumer, ConsumerRecord<String, byte[]> letter) {
        return CloudEventHeaders.read(letter.headers(), DeadLetters.GROUP)
                .filter(consumer.group()::equals)
                .isPresent();
    }

    private List<ConsumerRecord<String, byte[]>> read() {
        List<String> topics = consumers.running().stream()
                .flatMap(consumer -> consumer.topics().stream())
                .distinct()
                .map(Topic::deadLetterName)
                .toList();
        if (topics.isEmpty()) {
            return List.of();
        }
        try (KafkaConsumer<String, byte[]> client = settings.consumer(Map.of())) {
            List<TopicPartition> partitions =
                    topics.stream().flatMap(topic -> partitions(client, topic)).toList();
            client.assign(partitions);
            Map<TopicPartition, Long> ends = client.endOffsets(partitions, BOUND);
            Map<TopicPartition, Long> starts = client.beginningOffsets(partitions, BOUND);
            ends.forEach((partition, end) -> client.seek(partition, Math.max(starts.get(partition), end - MOST_READ)));
            return readTo(client, ends);
        }
    }

    private static Stream<TopicPartition> partitions(KafkaConsumer<String, byte[]> client, String topic) {
        return client.partitionsFor(topic, BOUND).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()));
    }

    private static List<ConsumerRecord<String, byte[]>> readTo(
            KafkaConsumer<String, byte[]> client, Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> client.position(end.getKey()) < end.getValue())) {
            client.poll(POLL).forEach(read::add);
            if (System.nanoTime() > deadline) {
                throw new org.apache.kafka.common.errors.TimeoutException("the dead letters could not be read in time");
            }
        }
        return read;
    }

    /** The record as it lay on its topic. */
    private static ConsumerRecord<String, byte[]> original(ConsumerRecord<String, byte[]> letter) {
        String topic =
                CloudEventHeaders.read(letter.headers(), DeadLetters.TOPIC).orElse("");
        int partition = number(letter, DeadLetters.PARTITION).intValue();
        var original = new ConsumerRecord<>(
                topic, partition, number(letter, DeadLetters.OFFSET), letter.key(), letter.value());
        letter.headers().forEach(original.headers()::add);
        return original;
    }

    private static Long number(ConsumerRecord<String, byte[]> letter, String header) {
        return CloudEventHeaders.read(letter.headers(), header)
                .map(Long::parseLong)
                .orElse(0L);
    }

    private DeadLetter shown(ConsumerRecord<String, byte[]> letter) {
        return new DeadLetter(
                id(letter),
                service,
                CloudEventHeaders.read(letter.headers(), DeadLetters.TOPIC).orElse(letter.topic()),
                CloudEventHeaders.read(letter.headers(), DeadLetters.REASON).orElse(""),
                Instant.ofEpochMilli(letter.timestamp()));
    }

    private String id(ConsumerRecord<String, byte[]> letter) {
        return service + "~" + Place.of(letter).text();
    }
}
