package io.asteris.ingest.suppression;

import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes everything off the lists of sites that were deleted, and tells it, so that nobody's copy keeps it. */
@ApplicationScoped
public class ListOfADeletedSite {
    private final Outbox outbox;
    private final SuppressionStore store;
    private final Pace pace;

    ListOfADeletedSite(Outbox outbox, SuppressionStore store, Pace pace) {
        this.outbox = outbox;
        this.store = store;
        this.pace = pace;
    }

    /** Clears the lists of these sites. */
    public Uni<Void> clear(String[] sites) {
        return pace.room()
                .chain(() -> outbox.asWorker(open -> store.clear(open.connection(), sites, Pace.SLICE)
                        .invoke(changed -> changed.forEach(one -> one.event().ifPresent(open::tell)))
                        .map(List::size)))
                .chain(taken -> taken < Pace.SLICE ? Uni.createFrom().voidItem() : clear(sites));
    }
}
