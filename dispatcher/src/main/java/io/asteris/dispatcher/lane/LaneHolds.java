package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Holds a lane whose settings do not work, and opens it when they do; either is told as a change of the provider. */
@ApplicationScoped
public class LaneHolds {
    private static final Logger LOG = Logger.getLogger(LaneHolds.class);

    private final Outbox outbox;
    private final LaneStore lanes;
    private final ProviderStore providers;
    private final RoutingStore routings;
    private final LaneAlerts alerts;

    LaneHolds(Outbox outbox, LaneStore lanes, ProviderStore providers, RoutingStore routings, LaneAlerts alerts) {
        this.outbox = outbox;
        this.lanes = lanes;
        this.providers = providers;
        this.routings = routings;
        this.alerts = alerts;
    }

    /**
     * Holds a lane, unless its settings changed since that version.
     *
     * @return whether those settings are the present ones, so that the lane is held now
     */
    Uni<Boolean> hold(LaneKey lane, String reason, long version) {
        return outbox.asWorker(tx -> routings.lock(tx.connection(), lane.site())
                .chain(routing -> lanes.hold(tx.connection(), lane, reason, version))
                .call(held -> switch (held) {
                    case NEWLY -> tell(tx, lane).invoke(() -> alerts.held(tx, lane, reason));
                    case STILL, NOT -> Uni.createFrom().nullItem();
                })
                .invoke(held -> {
                    if (held == LaneStore.Held.NEWLY) {
                        LOG.warnf("Lane is held until its settings change or a test works lane=%s", lane);
                    }
                })
                .map(held -> held != LaneStore.Held.NOT));
    }

    /** Opens a lane that was held or waiting, as settings that work again do. */
    public Uni<Void> reopen(LaneKey lane) {
        return reopen(lane, false);
    }

    /** The same after a trial worked; when they fail all the same, the next trial waits longer. */
    Uni<Void> reopenTried(LaneKey lane) {
        return reopen(lane, true);
    }

    private Uni<Void> reopen(LaneKey lane, boolean tried) {
        return outbox.asWorker(tx -> routings.lock(tx.connection(), lane.site())
                .chain(routing -> lanes.reopen(tx.connection(), lane, tried))
                .call(wasHeld -> wasHeld
                        ? tell(tx, lane).chain(() -> alerts.over(tx, lane))
                        : Uni.createFrom().voidItem())
                .replaceWithVoid());
    }

    /** The same in the caller's transaction, which holds the lock of the site's routing; tells of the provider in any case. */
    public Uni<Void> reopen(OutboxTransaction tx, LaneKey lane) {
        return lanes.reopen(tx.connection(), lane).chain(() -> tell(tx, lane));
    }

    /** Holds a lane in the caller's transaction, which holds the lock of the site's routing; tells of the provider in any case. */
    public Uni<Void> hold(OutboxTransaction tx, LaneKey lane, String reason) {
        return providers
                .named(tx.connection(), lane.site(), lane.provider())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lanes.hold(tx.connection(), lane, reason, found.get().version())
                                .chain(() -> tell(tx, lane)));
    }

    /** New settings were saved in the caller's transaction, which tells of them: whatever kept the lane from claiming is over. */
    public Uni<Void> renewed(OutboxTransaction tx, LaneKey lane) {
        return lanes.reopen(tx.connection(), lane)
                .chain(wasHeld ->
                        wasHeld ? alerts.over(tx, lane) : Uni.createFrom().voidItem());
    }

    private Uni<Void> tell(OutboxTransaction tx, LaneKey lane) {
        return providers
                .named(tx.connection(), lane.site(), lane.provider())
                .chain(provider -> routings.of(tx.connection(), lane.site())
                        .invoke(routing -> provider.ifPresent(
                                stored -> tx.tell(stored.event(stored.name().equals(routing.defaultProvider()))))))
                .replaceWithVoid();
    }
}
