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
    private static final int BATCH = 1_000;

    private final Outbox outbox;
    private final SuppressionStore store;
    private final Audit audit;

    Expiry(Outbox outbox, SuppressionStore store, Audit audit) {
        this.outbox = outbox;
        this.store = store;
        this.audit = audit;
    }

    /** Takes off all that have expired. */
    public Uni<Void> expire() {
        return outbox.asWorker(this::expire)
                .chain(taken -> taken < BATCH ? Uni.createFrom().voidItem() : expire());
    }

    private Uni<Integer> expire(OutboxTransaction open) {
        return store.expire(open.connection(), BATCH)
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
