package io.asteris.platform.kafka;

import static io.asteris.platform.kafka.TestBroker.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.EventType;
import io.asteris.platform.deadletter.DeadLetter;
import io.asteris.platform.deadletter.DeadLetterSource;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real broker keeps of records that nobody could read, and how they are read after all. */
class DeadLettersTest {
    @RegisterExtension
    final TestBroker broker = new TestBroker();

    @Test
    void whatNobodyCanReadIsADeadLetterAndWhatLiesBehindItFlows() {
        // Given
        byte[] poison = "{\"message\":".getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(Topic.MAIL_ATTEMPTS.topicName(), "poison " + broker.group(), poison);
        record.headers()
                .add("ce_type", EventType.MESSAGE_STATE_CHANGED.typeName().getBytes(StandardCharsets.UTF_8));
        var behind = state(2);
        List<Received> done = new CopyOnWriteArrayList<>();

        // When
        broker.send(record);
        broker.send(behind);
        broker.consumers().start(broker.group(), Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).extracting(Received::event).contains(behind));
        ConsumerRecord<String, byte[]> letter = deadLetter("poison " + broker.group());
        assertThat(letter.value()).isEqualTo(poison);
        assertThat(CloudEventHeaders.read(letter.headers(), "ce_type")).contains("mail.message.state.v1");
        assertThat(CloudEventHeaders.read(letter.headers(), "dead-letter-group"))
                .contains(broker.group());
        assertThat(CloudEventHeaders.read(letter.headers(), "dead-letter-reason"))
                .isPresent();
    }

    @Test
    void poisonAtTheHeadOfEveryPartitionHoldsUpNothingBehindIt() {
        // Given
        haveThreePartitions(Topic.MAIL_ORDERS);
        List<MessageId> behind = new ArrayList<>();
        for (int partition = 0; partition < 3; partition++) {
            sendTo(partition, "poison " + partition, "{".getBytes(StandardCharsets.UTF_8));
            MessageId message =
                    MessageId.mint(Instant.parse("2026-03-01T10:00:00Z").plusSeconds(partition));
            sendTo(
                    partition,
                    message.text(),
                    Json.write(
                            new CancelOrdered(message, TestBroker.SITE, "key", Instant.parse("2026-03-01T10:00:00Z"))));
            behind.add(message);
        }
        List<MessageId> done = new CopyOnWriteArrayList<>();

        // When
        broker.consumers().start(broker.group(), Set.of(Topic.MAIL_ORDERS), 10, batch -> {
            batch.forEach(received -> done.add(((CancelOrdered) received.event()).message()));
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).containsExactlyInAnyOrderElementsOf(behind));
        await().untilAsserted(() -> assertThat(broker.deadLetters().list(10))
                .filteredOn(letter -> letter.topic().equals(Topic.MAIL_ORDERS.topicName()))
                .hasSize(3));
    }

    @Test
    void aDeadLetterIsListedUntilItsOwnConsumerHasReadItAndAnUnreadableOneStays() {
        // Given: one that a later version can read, one that nobody can
        var event = state(7);
        var readable = new ConsumerRecord<>(
                Topic.MAIL_ATTEMPTS.topicName(), 0, 41L, "readable " + broker.group(), Json.write(event));
        var unreadable = new ConsumerRecord<>(
                Topic.MAIL_ATTEMPTS.topicName(),
                0,
                42L,
                "unreadable " + broker.group(),
                "{".getBytes(StandardCharsets.UTF_8));
        for (var letter : List.of(readable, unreadable)) {
            letter.headers()
                    .add("ce_type", EventType.MESSAGE_STATE_CHANGED.typeName().getBytes(StandardCharsets.UTF_8));
            broker.letters()
                    .put(letter, broker.group(), "of an older version")
                    .toCompletableFuture()
                    .join();
        }
        List<Received> done = new CopyOnWriteArrayList<>();
        broker.consumers().start(broker.group(), Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });
        var source = broker.deadLetters();

        // When
        List<DeadLetter> listed = source.list(10);
        List<DeadLetterSource.Replay> replays =
                listed.stream().map(letter -> source.replay(letter.id())).toList();

        // Then
        assertThat(listed).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.id()).startsWith("probe~mail.attempts.dlq~0~");
            assertThat(letter.topic()).isEqualTo("mail.attempts");
            assertThat(letter.reason()).isEqualTo("of an older version");
        });
        assertThat(replays).hasAtLeastOneElementOfType(DeadLetterSource.Replay.Taken.class);
        assertThat(replays).hasAtLeastOneElementOfType(DeadLetterSource.Replay.Unreadable.class);
        assertThat(done).extracting(Received::event).contains(event);
        assertThat(source.list(10)).hasSize(1);
        assertThat(source.replay("probe~mail.attempts.dlq~0~999999"))
                .isInstanceOf(DeadLetterSource.Replay.Unknown.class);
    }

    private void haveThreePartitions(Topic topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createPartitions(Map.of(topic.topicName(), NewPartitions.increaseTo(3)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private void sendTo(int partition, String key, byte[] body) {
        var record = new ProducerRecord<>(Topic.MAIL_ORDERS.topicName(), partition, key, body);
        record.headers().add("ce_type", EventType.CANCEL_ORDERED.typeName().getBytes(StandardCharsets.UTF_8));
        broker.send(record);
    }

    private ConsumerRecord<String, byte[]> deadLetter(String key) {
        try (var client = broker.settings().consumer(Map.of())) {
            var partition = new TopicPartition(Topic.MAIL_ATTEMPTS.deadLetterName(), 0);
            client.assign(List.of(partition));
            client.seekToBeginning(List.of(partition));
            return await().until(
                            () -> {
                                for (var letter : client.poll(Duration.ofMillis(500))) {
                                    if (key.equals(letter.key())) {
                                        return letter;
                                    }
                                }
                                return null;
                            },
                            Objects::nonNull);
        }
    }
}
