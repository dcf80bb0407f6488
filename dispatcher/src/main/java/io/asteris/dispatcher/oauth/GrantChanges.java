package io.asteris.dispatcher.oauth;

import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.LaneHolds;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Writes what became of a grant together with all that follows from it: the lane, the provider's state, the alert. */
@ApplicationScoped
class GrantChanges {
    private static final Logger LOG = Logger.getLogger(GrantChanges.class);

    private final Outbox outbox;
    private final GrantStore store;
    private final LaneHolds holds;
    private final ProviderStore providers;
    private final RoutingStore routings;
    private final DatabaseClock clock;

    GrantChanges(
            Outbox outbox,
            GrantStore store,
            LaneHolds holds,
            ProviderStore providers,
            RoutingStore routings,
            DatabaseClock clock) {
        this.outbox = outbox;
        this.store = store;
        this.holds = holds;
        this.providers = providers;
        this.routings = routings;
        this.clock = clock;
    }

    /**
     * Keeps renewed tokens; a lane that waited for them goes on.
     *
     * @return whether the lane did
     */
    Uni<Boolean> renewed(Grant taken, TokenAnswer.Granted granted) {
        boolean waited = taken.misconfigured() || !taken.isAuthorised();
        return locked(taken.lane(), tx -> store.renewed(tx.connection(), taken, granted, turn(granted.lifetime()))
                .call(kept -> clear(tx, taken.lane(), kept))
                .chain(kept -> kept.done() && waited
                        ? holds.reopen(tx, taken.lane()).replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    /** The consent is over: nothing goes out until there is another, and the owner hears of it. */
    Uni<Void> over(Grant taken, String words) {
        return locked(taken.lane(), tx -> store.over(tx.connection(), taken, words)
                .chain(kept -> kept.done()
                        ? stop(tx, taken.lane(), words, kept)
                        : Uni.createFrom().voidItem()));
    }

    /**
     * Keeps the tokens of a new consent; its provider's settings count as new, so that no instance goes on with the old tokens.
     *
     * @return false when the settings it was for are not the present ones
     */
    Uni<Boolean> consented(OAuthClient client, TokenAnswer.Granted granted) {
        return locked(client.lane(), tx -> store.granted(tx.connection(), client, granted, turn(granted.lifetime()))
                .call(kept -> clear(tx, client.lane(), kept))
                .call(kept -> kept.done()
                        ? providers
                                .renewVersion(
                                        tx.connection(),
                                        client.lane().site(),
                                        client.lane().provider())
                                .chain(() -> holds.reopen(tx, client.lane()))
                        : Uni.createFrom().nullItem())
                .map(GrantStore.Change::done));
    }

    /** Renewed with a quarter of its life to spare, so that an endpoint that is down for minutes costs nothing. */
    private static Duration turn(Duration lifetime) {
        return lifetime.multipliedBy(3).dividedBy(4);
    }

    /** Forgets the grant of a provider, in the caller's transaction. */
    Uni<Void> forget(OutboxTransaction tx, LaneKey lane) {
        return store.delete(tx.connection(), lane).chain(gone -> clear(tx, lane, gone));
    }

    /** Tells that the trouble is over, once it is so for all providers of the site. */
    private Uni<Void> clear(OutboxTransaction tx, LaneKey lane, GrantStore.Change change) {
        if (!change.wasAlerted()) {
            return Uni.createFrom().voidItem();
        }
        return store.isAnotherAlerted(tx.connection(), lane)
                .invoke(another -> {
                    if (!another) {
                        tx.tell(new AlertEvent.Cleared(alert(lane, "No provider needs to be authorised again.")));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> stop(OutboxTransaction tx, LaneKey lane, String words, GrantStore.Change change) {
        LOG.warnf("Consent is over; the lane is held until there is another lane=%s", lane);
        if (!change.wasAlerted()) {
            tx.tell(new AlertEvent.Raised(
                    alert(lane, "The provider " + lane.provider() + " must be authorised again. " + words)));
        }
        return holds.hold(tx, lane, words);
    }

    private Alert alert(LaneKey lane, String summary) {
        Instant now = clock.now();
        return new Alert(
                lane.site(),
                Alert.Cause.AUTHORISE,
                Alert.Severity.CRITICAL,
                now,
                now,
                1,
                summary,
                Api.BASE + "/provider/status?name=" + lane.provider());
    }

    /** Behind the lock under which settings change, so that lane, grant and event tell the same. */
    private <T> Uni<T> locked(LaneKey lane, Function<OutboxTransaction, Uni<T>> work) {
        return outbox.asWorker(tx -> routings.lock(tx.connection(), lane.site()).chain(() -> work.apply(tx)));
    }
}
