package io.asteris.dispatcher.suppression;

import io.asteris.contract.Topic;
import io.asteris.platform.kafka.Replicas;
import io.asteris.platform.kafka.TopicCopy;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Keeps the copy of the suppression list, and says whether it may be trusted: until it is complete nothing is claimed. */
@ApplicationScoped
public class Suppressions {
    private final Replicas replicas;
    private final SuppressionStore store;
    private volatile @Nullable TopicCopy copy;

    Suppressions(Replicas replicas, SuppressionStore store) {
        this.replicas = replicas;
        this.store = store;
    }

    void start(@Observes @Priority(90) StartupEvent event) {
        copy = replicas.copy(Topic.SUPPRESSIONS, store);
    }

    /** Whether the copy holds everything that was on the list when this instance started. */
    public boolean areComplete() {
        TopicCopy kept = copy;
        return kept != null && kept.isComplete();
    }
}
