package io.asteris.ingest.suppression;

import io.asteris.contract.Topic;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Lets changes of many addresses go on no faster than they are told. What is told of the list leaves in order, so a single address
 * that bounces meanwhile would wait behind all of them, and mail would still go to it.
 */
@ApplicationScoped
class Pace {
    /** Rows that one transaction changes at the most, and that may wait when the next begins: one is written while one is told. */
    static final int SLICE = 1_000;

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Outbox outbox;

    Pace(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Completes when the next slice may be written; with false when nothing is told any more, so that waiting helps nobody. */
    Uni<Boolean> room() {
        return outbox.waiting(Topic.SUPPRESSIONS, SLICE + 1)
                .repeat()
                .withDelay(LOOK)
                .whilst(waiting -> waiting > SLICE)
                .collect()
                .last()
                .replaceWith(true)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false);
    }
}
