package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Follows topics on behalf of one instance alone, without a group: every instance sees every record. */
@ApplicationScoped
public class Replicas {
    /** Large enough that a million records are a few hundred commits, small enough to stay far below a megabyte. */
    private static final int COPIED_AT_ONCE = 4_000;

    private final KafkaSettings settings;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    Replicas(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads a compacted topic from its start and then live. The sink is called on the replica's own thread, in order per key.
     *
     * @param sink must not block for long, and must not throw
     */
    public TopicReplica follow(Topic topic, Consumer<Received> sink) {
        return started(new TopicReplica(topic, settings.consumer(Map.of()), true, key -> true, sink));
    }

    /**
     * Reads what comes from now on.
     *
     * @param wanted looks at a record's key before anything is parsed
     */
    public TopicReplica followFromEnd(Topic topic, Predicate<String> wanted, Consumer<Received> sink) {
        return started(new TopicReplica(topic, settings.consumer(Map.of()), false, wanted, sink));
    }

    /** Keeps a copy of a compacted topic that outlives this process, from where it ended. */
    public TopicCopy copy(Topic topic, LastingCopy into) {
        var client = settings.consumer(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, COPIED_AT_ONCE));
        var copy = new TopicCopy(topic, client, into);
        start(copy.follower());
        return copy;
    }

    private TopicReplica started(TopicReplica replica) {
        start(replica.follower());
        return replica;
    }

    private void start(Follower follower) {
        followers.add(follower);
        follower.start();
    }

    /** Whether every thread of theirs still works, for health. */
    boolean allAlive() {
        return followers.stream().allMatch(Follower::isAlive);
    }

    void stop(@Observes @Priority(200) ShutdownEvent stopping) {
        followers.forEach(Follower::stop);
    }
}
