package io.asteris.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressHash;
import io.asteris.contract.DispatchState;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.EventType;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.embedded.KafkaBroker;
import io.asteris.embedded.Topics;
import io.asteris.platform.deadletter.DeadLetter;
import io.asteris.platform.deadletter.DeadLetterSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and writing at a real broker. */
class BrokerTest {
    private static final SiteId SITE = new SiteId("one");

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static KafkaSettings settings;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final String group = "test." + UUID.randomUUID();
    private EventProducer producer;
    private DeadLetters letters;
    private EventConsumers consumers;
    private Replicas replicas;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.start(
                io.asteris.embedded.KafkaSettings.forTest(folder).relaxed());
        Topics.createAll(broker.bootstrap(), false);
        settings = new KafkaSettings(new SmallRyeConfigBuilder()
                .withDefaultValue("kafka.bootstrap.servers", broker.bootstrap())
                .build());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() {
        producer = new EventProducer(settings);
        letters = new DeadLetters(producer, InstantSource.system(), metrics);
        consumers = new EventConsumers(settings, letters, metrics);
        replicas = new Replicas(settings);
    }

    @AfterEach
    void close() {
        consumers.stop(new ShutdownEvent());
        replicas.stop(new ShutdownEvent());
        producer.close();
    }

    @Test
    void aHandlerThatFailsGetsTheSameBatchAgainAndNothingIsCommittedBefore() {
        // Given
        var event = state(1);
        send(event);
        var calls = new AtomicInteger();
        List<Received> done = new CopyOnWriteArrayList<>();

        // When
        consumers.start(group, Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            assertThat(committed()).isZero();
            if (calls.incrementAndGet() <= 2) {
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).extracting(Received::event).contains(event));
        await().untilAsserted(() -> assertThat(committed()).isPositive());
    }

    @Test
    void oneThatGathersTakesTheFirstRecordAtOnceAndWhatFollowsCloselyTogether() {
        // Given
        List<List<Event>> done = new CopyOnWriteArrayList<>();
        consumers.startGathering(group, Set.of(Topic.SUPPRESSIONS), 1_000, Duration.ofSeconds(3), batch -> {
            done.add(batch.stream().map(Received::event).toList());
            return Uni.createFrom().voidItem();
        });
        List<SuppressionChanged> events =
                IntStream.range(0, 100).mapToObj(BrokerTest::suppressed).toList();

        // When
        send(events.getFirst());
        await().until(() -> !done.isEmpty());
        events.stream().skip(1).forEach(this::send);

        // Then
        await().until(() -> done.size() > 1);
        assertThat(done.getFirst()).containsExactlyElementsOf(events.subList(0, 1));
        assertThat(done.getLast()).containsExactlyElementsOf(events.subList(1, events.size()));
    }

    @Test
    void oneThatGathersGetsAllThatIsToldOfAMessageTogetherThoughMailWaitedToBeSent() {
        // Given: one topic has told of the last message before the other tells of the first
        Instant first = Instant.now().minusSeconds(500);
        List<MessageId> messages = IntStream.range(0, 400)
                .mapToObj(second -> MessageId.mint(first.plusSeconds(second)))
                .toList();
        var topics = List.of(Topic.MAIL_ACCEPTED, Topic.MAIL_EVENTS);
        topics.forEach(topic -> messages.forEach(message -> send(topic, state(message, 1))));
        Map<MessageId, Integer> batches = new ConcurrentHashMap<>();
        var told = new AtomicInteger();

        // When
        consumers.startGathering(group, Set.copyOf(topics), 200, Duration.ofMillis(1), batch -> {
            batch.stream()
                    .map(received -> ((MessageStateChanged) received.event()).message())
                    .peek(message -> told.incrementAndGet())
                    .distinct()
                    .forEach(message -> batches.merge(message, 1, Integer::sum));
            return Uni.createFrom().voidItem();
        });

        // Then
        await().until(() -> told.get() == 2 * messages.size());
        assertThat(messages).filteredOn(message -> batches.get(message) == 1).hasSizeGreaterThan(200);
    }

    @Test
    void whatWasDoneInAMomentSharesACommitAndNothingOfItIsLeftOpenAtAStop() {
        // Given: batches of one record, of which many are done before the next commit is due
        IntStream.range(0, 100).forEach(i -> send(Topic.SITES, state(i)));
        List<Received> done = new CopyOnWriteArrayList<>();
        consumers.start(group, Set.of(Topic.SITES), 1, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // When
        await().until(() -> done.size() == 100);
        consumers.stop(new ShutdownEvent());

        // Then: but for the one that was in hand when the stop came
        assertThat(committed(Topic.SITES)).isGreaterThanOrEqualTo(done.getLast().offset());
    }

    @Test
    void whatWasReadAheadIsCommittedOnlyWhenItIsDone() {
        // Given: a handler that ends its first batch and fails the second until it is let go on
        IntStream.range(0, 300).forEach(i -> send(Topic.ALERTS, state(i)));
        List<List<Received>> done = new CopyOnWriteArrayList<>();
        var mayGoOn = new AtomicBoolean();
        var refused = new AtomicInteger();

        // When
        consumers.startGathering(group, Set.of(Topic.ALERTS), 60, Duration.ofMillis(1), batch -> {
            if (!done.isEmpty() && !mayGoOn.get()) {
                refused.incrementAndGet();
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            done.add(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().until(() -> refused.get() > 2);
        assertThat(committed(Topic.ALERTS)).isEqualTo(done.getFirst().getLast().offset() + 1);
        mayGoOn.set(true);
        await().untilAsserted(() -> assertThat(done.stream().flatMap(List::stream))
                .extracting(Received::offset)
                .hasSizeGreaterThanOrEqualTo(300)
                .doesNotHaveDuplicates());
    }

    @Test
    void whatNobodyCanReadIsADeadLetterAndWhatLiesBehindItFlows() {
        // Given
        byte[] poison = "{\"message\":".getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(Topic.MAIL_ATTEMPTS.topicName(), "poison " + group, poison);
        record.headers()
                .add("ce_type", EventType.MESSAGE_STATE_CHANGED.typeName().getBytes(StandardCharsets.UTF_8));
        var behind = state(2);
        List<Received> done = new CopyOnWriteArrayList<>();

        // When
        producer.send(record).toCompletableFuture().join();
        send(behind);
        consumers.start(group, Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).extracting(Received::event).contains(behind));
        ConsumerRecord<String, byte[]> letter = deadLetter("poison " + group);
        assertThat(letter.value()).isEqualTo(poison);
        assertThat(CloudEventHeaders.read(letter.headers(), "ce_type")).contains("mail.message.state.v1");
        assertThat(CloudEventHeaders.read(letter.headers(), "dead-letter-group"))
                .contains(group);
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
                    Json.write(new CancelOrdered(message, SITE, "key", Instant.parse("2026-03-01T10:00:00Z"))));
            behind.add(message);
        }
        List<MessageId> done = new CopyOnWriteArrayList<>();

        // When
        consumers.start(group, Set.of(Topic.MAIL_ORDERS), 10, batch -> {
            batch.forEach(received -> done.add(((CancelOrdered) received.event()).message()));
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).containsExactlyInAnyOrderElementsOf(behind));
        await().untilAsserted(
                        () -> assertThat(new TopicDeadLetters(settings, consumers, letters, producer, "probe").list(10))
                                .filteredOn(letter -> letter.topic().equals(Topic.MAIL_ORDERS.topicName()))
                                .hasSize(3));
    }

    @Test
    void aDeadLetterIsListedUntilItsOwnConsumerHasReadItAndAnUnreadableOneStays() {
        // Given: one that a later version can read, one that nobody can
        var event = state(7);
        var readable =
                new ConsumerRecord<>(Topic.MAIL_ATTEMPTS.topicName(), 0, 41L, "readable " + group, Json.write(event));
        var unreadable = new ConsumerRecord<>(
                Topic.MAIL_ATTEMPTS.topicName(), 0, 42L, "unreadable " + group, "{".getBytes(StandardCharsets.UTF_8));
        for (var letter : List.of(readable, unreadable)) {
            letter.headers()
                    .add("ce_type", EventType.MESSAGE_STATE_CHANGED.typeName().getBytes(StandardCharsets.UTF_8));
            letters.put(letter, group, "of an older version")
                    .toCompletableFuture()
                    .join();
        }
        List<Received> done = new CopyOnWriteArrayList<>();
        consumers.start(group, Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });
        var source = new TopicDeadLetters(settings, consumers, letters, producer, "probe");

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

    @Test
    void aTypeOfALaterVersionIsSkippedAndCounted() {
        // Given
        var body = Json.write(state(3));
        var known = state(4);
        List<Received> done = new CopyOnWriteArrayList<>();

        // When
        producer.send(new OutgoingEvent(
                        UUID.randomUUID(),
                        Topic.MAIL_ATTEMPTS.topicName(),
                        "k",
                        "mail.message.state.v9",
                        "one",
                        body,
                        null))
                .toCompletableFuture()
                .join();
        send(known);
        consumers.start(group, Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).extracting(Received::event).contains(known));
        assertThat(metrics.counter("asteris.events.skipped", "topic", "mail.attempts")
                        .count())
                .isPositive();
    }

    @Test
    void aReplicaHasEverythingThatWasThereOnceItIsCompleteAndGoesOnLive() {
        // Given
        var before = routing("before");
        var after = routing("after");
        send(before);
        List<Received> seen = new CopyOnWriteArrayList<>();

        // When
        TopicReplica replica = replicas.follow(Topic.SETTINGS, seen::add);
        await().until(replica::isComplete);

        // Then
        assertThat(seen).extracting(Received::event).contains(before);
        send(after);
        await().untilAsserted(() -> assertThat(seen).extracting(Received::event).contains(after));
    }

    @Test
    void whoFollowsFromTheEndSeesOnlyWhatComesAndOnlyTheKeysWanted() {
        // Given
        var past = state(5);
        var wanted = state(6);
        var unwanted = state(7);
        send(past);
        List<Received> seen = new CopyOnWriteArrayList<>();

        // When
        TopicReplica replica =
                replicas.followFromEnd(Topic.MAIL_ATTEMPTS, key -> !key.equals(unwanted.key()), seen::add);
        await().until(replica::isComplete);
        send(unwanted);
        send(wanted);

        // Then
        await().untilAsserted(() -> assertThat(seen).extracting(Received::event).containsExactly(wanted));
    }

    @Test
    void aLastingCopyIsCompleteOnlyWhenItsStoreTookEverythingAndGoesOnWhereItEnded() {
        // Given
        var before = routing("copied");
        var after = routing("copied later");
        send(before);
        var first = new KeptCopy(Map.of());
        first.isAway = true;
        TopicCopy copy = replicas.copy(Topic.SETTINGS, first);
        await().until(() -> first.tries.get() > 1);
        assertThat(copy.isComplete()).isFalse();

        // When
        first.isAway = false;
        await().until(copy::isComplete);
        send(after);
        await().untilAsserted(() -> assertThat(first.taken).endsWith(after));

        // Then
        assertThat(first.taken).contains(before);
        var second = new KeptCopy(first.next);
        await().until(replicas.copy(Topic.SETTINGS, second)::isComplete);
        assertThat(second.taken).isEmpty();
        var ofAYoungerTopic = new KeptCopy(Map.of(0, 1_000_000L));
        await().until(replicas.copy(Topic.SETTINGS, ofAYoungerTopic)::isComplete);
        assertThat(ofAYoungerTopic.taken).contains(before, after);
    }

    /** A store that can be away. */
    private static final class KeptCopy implements LastingCopy {
        private final List<Event> taken = new CopyOnWriteArrayList<>();
        private final Map<Integer, Long> next;
        private final AtomicInteger tries = new AtomicInteger();
        private volatile boolean isAway;

        KeptCopy(Map<Integer, Long> next) {
            this.next = new ConcurrentHashMap<>(next);
        }

        @Override
        public Uni<Map<Integer, Long>> positions() {
            return Uni.createFrom().item(next);
        }

        @Override
        public Uni<Void> take(List<Received> batch, Map<Integer, Long> ends) {
            tries.incrementAndGet();
            if (isAway) {
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            batch.forEach(received -> taken.add(received.event()));
            next.putAll(ends);
            return Uni.createFrom().voidItem();
        }
    }

    private static void haveThreePartitions(Topic topic) {
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
        producer.send(record).toCompletableFuture().join();
    }

    private void send(MessageStateChanged event) {
        send(EventType.MESSAGE_STATE_CHANGED, event.key(), Json.write(event));
    }

    private void send(SuppressionChanged event) {
        send(EventType.SUPPRESSION_CHANGED, event.key(), Json.write(event));
    }

    private void send(RoutingChanged event) {
        send(EventType.ROUTING_CHANGED, event.key(), Json.write(event));
    }

    private void send(EventType type, String key, byte[] body) {
        send(type.topic(), type, key, body);
    }

    private void send(Topic topic, MessageStateChanged event) {
        send(topic, EventType.MESSAGE_STATE_CHANGED, event.key(), Json.write(event));
    }

    private void send(Topic topic, EventType type, String key, byte[] body) {
        producer.send(new OutgoingEvent(
                        UUID.randomUUID(), topic.topicName(), key, type.typeName(), SITE.value(), body, null))
                .toCompletableFuture()
                .join();
    }

    private static MessageStateChanged state(int version) {
        return state(MessageId.mint(Instant.parse("2026-03-01T10:00:00Z")), version);
    }

    private static MessageStateChanged state(MessageId message, int version) {
        return new MessageStateChanged(
                message, SITE, DispatchState.QUEUED, version, message.instant(), "", null, false, List.of());
    }

    private static SuppressionChanged suppressed(int second) {
        return new SuppressionChanged(
                SITE,
                new AddressHash("A".repeat(22)),
                SuppressionChanged.State.ADDED,
                SuppressionChanged.Reason.MANUAL,
                Instant.parse("2026-03-01T10:00:00Z").plusSeconds(second),
                null);
    }

    private static RoutingChanged routing(String provider) {
        return new RoutingChanged(SITE, provider, List.of(), List.of());
    }

    private long committed() {
        return committed(Topic.MAIL_ATTEMPTS);
    }

    private long committed(Topic topic) {
        try (var client = settings.consumer(Map.of("group.id", group))) {
            var partition = new TopicPartition(topic.topicName(), 0);
            var offset = client.committed(Set.of(partition)).get(partition);
            return offset == null ? 0 : offset.offset();
        }
    }

    private static ConsumerRecord<String, byte[]> deadLetter(String key) {
        try (var client = settings.consumer(Map.of())) {
            var partition = new TopicPartition(Topic.MAIL_ATTEMPTS.deadLetterName(), 0);
            client.assign(List.of(partition));
            client.seekToBeginning(List.of(partition));
            return await().until(
                            () -> {
                                for (var letter : client.poll(java.time.Duration.ofMillis(500))) {
                                    if (key.equals(letter.key())) {
                                        return letter;
                                    }
                                }
                                return null;
                            },
                            java.util.Objects::nonNull);
        }
    }
}
