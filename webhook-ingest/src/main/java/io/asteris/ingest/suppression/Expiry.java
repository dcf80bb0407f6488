package io.asteris.ingest.suppression;

import io.asteris.ingest.Audit;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes addresses off the list whose time is over; nobody minds if it is late, for every reader looks at the time itself. */
@ApplicationScoped
public class Expiry {
    private final Outbox outbox;
    private final SuppressionStore store;
    private final Pace pace;
    private final Audit audit;

    Expiry(Outbox outbox, SuppressionStore store, Pace pace, Audit audit) {
        this.outbox = outbox;
        this.store = store;
        this.pace = pace;
        this.audit = audit;
    }

    /** Takes off all that have expired. */
    public Uni<Void> expire() {
        return pace.room()
                .chain(() -> outbox.asWorker(this::expire))
                .chain(taken -> taken < Pace.SLICE ? Uni.createFrom().voidItem() : expire());
    }

    private Uni<Integer> expire(OutboxTransaction open) {
        return store.expire(open.connection(), Pace.SLICE)
                .invoke(changed -> changed.forEach(one -> one.event().ifPresent(open::tell)))
                .call(changed -> audit.write(open.connection(), lines(changed)))
                .map(List::size);
    }

    private static List<Audit.Line> lines(List<SuppressionStore.Changed> changed) {
        return changed.stream()
                .map(one -> new Audit.Line(one.scope(), "clock", "expired", one.canonical(), null))
                .toList();
    }
}
