package io.asteris.ingest.suppression;

import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes everything off the lists of sites that were deleted, and tells it, so that nobody's copy keeps it. */
@ApplicationScoped
public class ListOfADeletedSite {
    private static final int BATCH = 1_000;

    private final Outbox outbox;
    private final SuppressionStore store;

    ListOfADeletedSite(Outbox outbox, SuppressionStore store) {
        this.outbox = outbox;
        this.store = store;
    }

    /** Clears the lists of these sites. */
    public Uni<Void> clear(String[] sites) {
        return outbox.asWorker(open -> store.clear(open.connection(), sites, BATCH)
                        .invoke(changed -> changed.forEach(one -> one.event().ifPresent(open::tell)))
                        .map(List::size))
                .chain(taken -> taken < BATCH ? Uni.createFrom().voidItem() : clear(sites));
    }
}
