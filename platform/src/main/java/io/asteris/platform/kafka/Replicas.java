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

/** Follows topics on behalf of one instance alone, without a group: every instance sees every record. */
@ApplicationScoped
public class Replicas {
    private final KafkaSettings settings;
    private final List<TopicReplica> replicas = new CopyOnWriteArrayList<>();

    Replicas(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads a compacted topic from its start and then live. The sink is called on the replica's own thread, in order per key.
     *
     * @param sink must not block for long, and must not throw
     */
    public TopicReplica follow(Topic topic, Consumer<Received> sink) {
        return start(new TopicReplica(topic, settings.consumer(Map.of()), true, key -> true, sink));
    }

    /**
     * Reads what comes from now on.
     *
     * @param wanted looks at a record's key before anything is parsed
     */
    public TopicReplica followFromEnd(Topic topic, Predicate<String> wanted, Consumer<Received> sink) {
        return start(new TopicReplica(topic, settings.consumer(Map.of()), false, wanted, sink));
    }

    private TopicReplica start(TopicReplica replica) {
        replicas.add(replica);
        replica.start();
        return replica;
    }

    /** The replicas that run, for health. */
    List<TopicReplica> running() {
        return List.copyOf(replicas);
    }

    void stop(@Observes @Priority(200) ShutdownEvent stopping) {
        replicas.forEach(TopicReplica::stop);
    }
}
