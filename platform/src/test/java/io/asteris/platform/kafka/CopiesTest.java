package io.asteris.platform.kafka;

import static io.asteris.platform.kafka.TestBroker.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.RoutingChanged;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole topics followed at a real broker, in memory and into a store. */
class CopiesTest {
    @RegisterExtension
    final TestBroker broker = new TestBroker();

    @Test
    void aReplicaHasEverythingThatWasThereOnceItIsCompleteAndGoesOnLive() {
        // Given
        var before = routing("before");
        var after = routing("after");
        broker.send(before);
        List<Received> seen = new CopyOnWriteArrayList<>();

        // When
        TopicReplica replica = broker.replicas().follow(Topic.SETTINGS, seen::add);
        await().until(replica::isComplete);

        // Then
        assertThat(seen).extracting(Received::event).contains(before);
        broker.send(after);
        await().untilAsserted(() -> assertThat(seen).extracting(Received::event).contains(after));
    }

    @Test
    void whoFollowsFromTheEndSeesOnlyWhatComesAndOnlyTheKeysWanted() {
        // Given
        var past = state(5);
        var wanted = state(6);
        var unwanted = state(7);
        broker.send(past);
        List<Received> seen = new CopyOnWriteArrayList<>();

        // When
        TopicReplica replica =
                broker.replicas().followFromEnd(Topic.MAIL_ATTEMPTS, key -> !key.equals(unwanted.key()), seen::add);
        await().until(replica::isComplete);
        broker.send(unwanted);
        broker.send(wanted);

        // Then
        await().untilAsserted(() -> assertThat(seen).extracting(Received::event).containsExactly(wanted));
    }

    @Test
    void aLastingCopyIsCompleteOnlyWhenItsStoreTookEverythingAndGoesOnWhereItEnded() {
        // Given
        var before = routing("copied");
        var after = routing("copied later");
        broker.send(before);
        var first = new KeptCopy(Map.of());
        first.isAway = true;
        TopicCopy copy = broker.replicas().copy(Topic.SETTINGS, first);
        await().until(() -> first.tries.get() > 1);
        assertThat(copy.isComplete()).isFalse();

        // When
        first.isAway = false;
        await().until(copy::isComplete);
        broker.send(after);
        await().untilAsserted(() -> assertThat(first.taken).endsWith(after));

        // Then
        assertThat(first.taken).contains(before);
        var second = new KeptCopy(first.next);
        await().until(broker.replicas().copy(Topic.SETTINGS, second)::isComplete);
        assertThat(second.taken).isEmpty();
        var ofAYoungerTopic = new KeptCopy(Map.of(0, 1_000_000L));
        await().until(broker.replicas().copy(Topic.SETTINGS, ofAYoungerTopic)::isComplete);
        assertThat(ofAYoungerTopic.taken).contains(before, after);
    }

    private static RoutingChanged routing(String provider) {
        return new RoutingChanged(TestBroker.SITE, provider, List.of(), List.of());
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
}
