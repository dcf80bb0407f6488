package io.asteris.platform.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Deletes acknowledged rows in bulk: one statement is under way at a time and takes all that came in the meantime, so that under
 * load a deletion serves hundreds of rows.
 */
@ApplicationScoped
class OutboxCleaner {
    private static final Logger LOG = Logger.getLogger(OutboxCleaner.class);
    private static final int MAX_ROWS = 5_000;

    private final OutboxStore store;
    private final ConcurrentLinkedQueue<Published> published = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    OutboxCleaner(OutboxStore store) {
        this.store = store;
    }

    private record Published(UUID id, Consumer<UUID> gone) {}

    /** Deletes a row soon; {@code gone} is called when it is no more, or when the sweep must see to it. */
    void published(UUID id, Consumer<UUID> gone) {
        published.add(new Published(id, gone));
        deleteNext();
    }

    private void deleteNext() {
        if (published.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        List<Published> batch = new ArrayList<>();
        for (Published next = published.poll();
                next != null;
                next = batch.size() < MAX_ROWS ? published.poll() : null) {
            batch.add(next);
        }
        store.delete(batch.stream().map(Published::id).toList())
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Published events stay in the outbox for now rows=%d cause=%s", batch.size(), failure))
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .with(done -> {
                    // After a failure too: the sweep then publishes the rows once more, which consumers tolerate.
                    batch.forEach(row -> row.gone().accept(row.id()));
                    busy.set(false);
                    deleteNext();
                });
    }
}
