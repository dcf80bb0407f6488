package io.asteris.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a batch has of two topics at a real broker, of which one tells once and the other twice of each message. */
@Timeout(60)
class BatchReaderTest {
    private static final int MOST = 200;
    private static final int FACTS = 3;

    @RegisterExtension
    final TestBroker broker = new TestBroker();

    private final List<String> topics = List.of("first." + UUID.randomUUID(), "second." + UUID.randomUUID());
    private KafkaConsumer<String, byte[]> client;
    private BatchReader reader;

    @BeforeEach
    void subscribe() {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        client = broker.settings().consumer(Map.of("group.id", broker.group(), "max.poll.records", 60));
        client.subscribe(topics);
        reader = new BatchReader(client, MOST, Duration.ofMillis(1), BatchReader::acceptance);
    }

    @AfterEach
    void leave() {
        client.close();
    }

    @Test
    void aMessageOfWhichMoreIsToComeWaitsForTheNextBatch() {
        // Given
        List<MessageId> messages = told(400, Duration.ofSeconds(1));

        // When
        List<List<String>> batches = readAll(FACTS * messages.size());

        // Then
        assertThat(batches).hasSizeGreaterThan(2);
        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch.stream().distinct()).hasSize(batch.size() / FACTS));
    }

    @Test
    void nothingWaitsWhereAllWereAcceptedInOneMoment() {
        // Given
        List<MessageId> messages = told(400, Duration.ZERO);

        // When
        List<List<String>> batches = readAll(FACTS * messages.size());

        // Then
        assertThat(batches).hasSizeGreaterThan(2);
        assertThat(batches.stream().limit(batches.size() - 1L))
                .allSatisfy(batch -> assertThat(batch).hasSizeGreaterThanOrEqualTo(MOST / 2));
    }

    @Test
    void whatWaitsIsReadAgainAfterARewind() {
        // Given
        List<MessageId> messages = told(400, Duration.ofSeconds(1));
        List<String> read = new ArrayList<>(first());

        // When
        reader.rewind();

        // Then
        readAll(FACTS * messages.size() - read.size()).forEach(read::addAll);
        assertThat(read).hasSize(FACTS * messages.size());
        assertThat(read.stream().distinct()).hasSize(messages.size());
    }

    /** The first topic has told of the last of them before the second tells of the first. */
    private List<MessageId> told(int count, Duration apart) {
        Instant first = Instant.now().minus(apart.multipliedBy(count));
        List<MessageId> messages = IntStream.range(0, count)
                .mapToObj(place -> MessageId.mint(first.plus(apart.multipliedBy(place))))
                .toList();
        messages.forEach(message -> tell(topics.getFirst(), message));
        messages.forEach(message -> {
            tell(topics.getLast(), message);
            tell(topics.getLast(), message);
        });
        return messages;
    }

    private void tell(String topic, MessageId message) {
        broker.send(new ProducerRecord<>(topic, message.toString(), new byte[0]));
    }

    private List<String> first() {
        List<String> read = List.of();
        while (read.isEmpty()) {
            read = keys();
        }
        return read;
    }

    private List<List<String>> readAll(int records) {
        var batches = new ArrayList<List<String>>();
        while (batches.stream().mapToInt(List::size).sum() < records) {
            batches.add(first());
        }
        return batches;
    }

    private List<String> keys() {
        return reader.read().stream().map(ConsumerRecord::key).toList();
    }
}
