package io.asteris.ingest.event;

import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Publishes reports whose message became known in the very moment in which they were put aside: the fact looked for them before they
 * were there, and they for the fact.
 */
@ApplicationScoped
public class LateReports {
    private static final Duration YOUNG = Duration.ofMinutes(2);
    private static final int MOST = 500;

    private final Outbox outbox;
    private final UnmatchedStore store;

    LateReports(Outbox outbox, UnmatchedStore store) {
        this.outbox = outbox;
        this.store = store;
    }

    /** Looks once. */
    public Uni<Void> publish() {
        return outbox.asWorker(open -> store.publish(open, YOUNG, MOST)).replaceWithVoid();
    }
}
