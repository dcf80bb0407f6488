package io.asteris.platform.kafka;

import static io.asteris.platform.kafka.TestBroker.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.SuppressionChanged;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches of a group at a real broker: what is handed over together, and what is committed when. */
class ConsumersTest {
    @RegisterExtension
    final TestBroker broker = new TestBroker();

    @Test
    void aHandlerThatFailsGetsTheSameBatchAgainAndNothingIsCommittedBefore() {
        // Given
        var event = state(1);
        broker.send(event);
        var calls = new AtomicInteger();
        List<Received> done = new CopyOnWriteArrayList<>();

        // When
        broker.consumers().start(broker.group(), Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            assertThat(broker.committed(Topic.MAIL_ATTEMPTS)).isZero();
            if (calls.incrementAndGet() <= 2) {
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).extracting(Received::event).contains(event));
        await().untilAsserted(
                        () -> assertThat(broker.committed(Topic.MAIL_ATTEMPTS)).isPositive());
    }

    @Test
    void oneThatGathersTakesTheFirstRecordAtOnceAndWhatFollowsCloselyTogether() {
        // Given
        List<List<Event>> done = new CopyOnWriteArrayList<>();
        broker.consumers()
                .startGathering(broker.group(), Set.of(Topic.SUPPRESSIONS), 1_000, Duration.ofSeconds(3), batch -> {
                    done.add(batch.stream().map(Received::event).toList());
                    return Uni.createFrom().voidItem();
                });
        List<SuppressionChanged> events =
                IntStream.range(0, 100).mapToObj(ConsumersTest::suppressed).toList();

        // When
        broker.send(events.getFirst());
        await().until(() -> !done.isEmpty());
        events.stream().skip(1).forEach(broker::send);

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
        topics.forEach(topic -> messages.forEach(message -> broker.send(topic, state(message, 1))));
        Map<MessageId, Integer> batches = new ConcurrentHashMap<>();
        var told = new AtomicInteger();

        // When
        broker.consumers().startGathering(broker.group(), Set.copyOf(topics), 200, Duration.ofMillis(1), batch -> {
            batch.stream()
                    .map(received -> ((MessageStateChanged) received.event()).message())
                    .peek(message -> told.incrementAndGet())
                    .distinct()
                    .forEach(message -> batches.merge(message, 1, Integer::sum));
            return Uni.createFrom().voidItem();
        });

        // Then
        await().until(() -> told.get() == 2 * messages.size());
        assertThat(messages).allMatch(message -> batches.get(message) == 1);
    }

    @Test
    void whatWasDoneInAMomentSharesACommitAndNothingOfItIsLeftOpenAtAStop() {
        // Given: batches of one record, of which many are done before the next commit is due
        IntStream.range(0, 100).forEach(i -> broker.send(Topic.SITES, state(i)));
        List<Received> done = new CopyOnWriteArrayList<>();
        broker.consumers().start(broker.group(), Set.of(Topic.SITES), 1, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // When
        await().until(() -> done.size() == 100);
        broker.consumers().stop(new ShutdownEvent());

        // Then: but for the one that was in hand when the stop came
        assertThat(broker.committed(Topic.SITES))
                .isGreaterThanOrEqualTo(done.getLast().offset());
    }

    @Test
    void whatWasReadAheadIsCommittedOnlyWhenItIsDone() {
        // Given: a handler that ends its first batch and fails the second until it is let go on
        IntStream.range(0, 300).forEach(i -> broker.send(Topic.ALERTS, state(i)));
        List<List<Received>> done = new CopyOnWriteArrayList<>();
        var mayGoOn = new AtomicBoolean();
        var refused = new AtomicInteger();

        // When
        broker.consumers().startGathering(broker.group(), Set.of(Topic.ALERTS), 60, Duration.ofMillis(1), batch -> {
            if (!done.isEmpty() && !mayGoOn.get()) {
                refused.incrementAndGet();
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            done.add(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().until(() -> refused.get() > 2);
        assertThat(broker.committed(Topic.ALERTS))
                .isEqualTo(done.getFirst().getLast().offset() + 1);
        mayGoOn.set(true);
        await().untilAsserted(() -> assertThat(done.stream().flatMap(List::stream))
                .extracting(Received::offset)
                .hasSizeGreaterThanOrEqualTo(300)
                .doesNotHaveDuplicates());
    }

    @Test
    void oneThatWorksAbreastHasTheNextBatchesWhileTheFirstIsNotDoneAndNothingIsCommittedBeforeThat() {
        // Given: a handler whose first batch fails late, when those behind it have long been done
        IntStream.range(0, 600).forEach(i -> broker.send(Topic.ALERTS, state(i)));
        var first = new CompletableFuture<Void>();
        List<List<Received>> begun = new CopyOnWriteArrayList<>();
        broker.consumers()
                .startGatheringAbreast(broker.group(), Set.of(Topic.ALERTS), 60, Duration.ofMillis(1), batch -> {
                    begun.add(batch);
                    return begun.size() == 1
                            ? Uni.createFrom().completionStage(first)
                            : Uni.createFrom().voidItem();
                });

        // When
        await().until(() -> begun.size() == EventConsumers.ABREAST);

        // Then: not one more, and the first is tried again
        await().during(Duration.ofMillis(500)).until(() -> begun.size() == EventConsumers.ABREAST);
        assertThat(broker.committed(Topic.ALERTS)).isZero();
        first.completeExceptionally(new IllegalStateException("the database is away"));
        await().until(() -> begun.stream().mapToInt(List::size).sum()
                >= 600 + begun.getFirst().size());
        assertThat(begun.get(EventConsumers.ABREAST)).isEqualTo(begun.getFirst());
        assertThat(begun.stream().skip(1).flatMap(List::stream))
                .extracting(Received::offset)
                .doesNotHaveDuplicates();
        await().untilAsserted(() -> assertThat(broker.committed(Topic.ALERTS))
                .isEqualTo(begun.getLast().getLast().offset() + 1));
    }

    @Test
    void aTypeOfALaterVersionIsSkippedAndCounted() {
        // Given
        var known = state(4);
        List<Received> done = new CopyOnWriteArrayList<>();

        // When
        broker.send(Topic.MAIL_ATTEMPTS, state(3), "mail.message.state.v9");
        broker.send(known);
        broker.consumers().start(broker.group(), Set.of(Topic.MAIL_ATTEMPTS), 10, batch -> {
            done.addAll(batch);
            return Uni.createFrom().voidItem();
        });

        // Then
        await().untilAsserted(() -> assertThat(done).extracting(Received::event).contains(known));
        assertThat(broker.metrics()
                        .counter("asteris.events.skipped", "topic", "mail.attempts")
                        .count())
                .isPositive();
    }

    private static SuppressionChanged suppressed(int second) {
        return new SuppressionChanged(
                TestBroker.SITE,
                new AddressHash("A".repeat(22)),
                SuppressionChanged.State.ADDED,
                SuppressionChanged.Reason.MANUAL,
                Instant.parse("2026-03-01T10:00:00Z").plusSeconds(second),
                null);
    }
}
