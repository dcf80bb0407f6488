package io.asteris.platform.outbox;

import io.asteris.platform.failpoint.Failpoint;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Deletes acknowledged rows in bulk: one statement is under way at a time, and the next one waits a moment, because nobody waits for
 * it. Without that moment it was every third commit of the database under load (measured).
 */
@Singleton
class OutboxCleaner {
    private static final Logger LOG = Logger.getLogger(OutboxCleaner.class);
    private static final int MAX_ROWS = 5_000;

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LAST_TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final OutboxStore store;
    private final ConcurrentLinkedQueue<Published> published = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong waiting = new AtomicLong();

    OutboxCleaner(Vertx vertx, OutboxStore store) {
        this.vertx = vertx;
        this.store = store;
    }

    private record Published(UUID id, Consumer<UUID> gone) {}

    /** Deletes a row soon; {@code gone} is called when it is no more, or when the sweep must see to it. */
    void published(UUID id, Consumer<UUID> gone) {
        waiting.incrementAndGet();
        published.add(new Published(id, gone));
        deleteNext();
    }

    /** Rows that the broker has and the table still has too. */
    long waiting() {
        return waiting.get();
    }

    private void deleteNext() {
        if (published.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        List<Published> batch = next();
        delete(batch)
                .subscribe()
                .with(done -> vertx.setTimer(PAUSE.toMillis(), timer -> {
                    busy.set(false);
                    deleteNext();
                }));
    }

    /** Deletes what still waits; what cannot be deleted now is published once more after the next start. */
    void stop() {
        try {
            for (List<Published> batch = next(); !batch.isEmpty(); batch = next()) {
                delete(batch).await().atMost(LAST_TIMEOUT);
            }
        } catch (TimeoutException away) {
            LOG.warnf("Published events stay in the outbox over the stop cause=%s", away);
        }
    }

    private List<Published> next() {
        List<Published> batch = new ArrayList<>();
        for (Published next = published.poll();
                next != null;
                next = batch.size() < MAX_ROWS ? published.poll() : null) {
            batch.add(next);
        }
        return batch;
    }

    private Uni<Void> delete(List<Published> batch) {
        return store.delete(batch.stream().map(Published::id).toList())
                .invoke(() -> Failpoint.reach("outbox.deleted"))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Published events stay in the outbox for now rows=%d cause=%s", batch.size(), failure))
                .onFailure()
                .recoverWithNull()
                // After a failure too: the sweep then publishes the rows once more, which consumers tolerate.
                .invoke(() -> batch.forEach(this::over));
    }

    private void over(Published row) {
        waiting.decrementAndGet();
        row.gone().accept(row.id());
    }
}
