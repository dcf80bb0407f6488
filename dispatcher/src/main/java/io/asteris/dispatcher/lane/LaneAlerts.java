package io.asteris.dispatcher.lane;

import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Tells a site's owner at once that a provider takes no mail with these settings, and that all of them do again. */
@ApplicationScoped
class LaneAlerts {
    private final DatabaseClock clock;
    private final CircuitStore lanes;

    LaneAlerts(DatabaseClock clock, CircuitStore lanes) {
        this.clock = clock;
        this.lanes = lanes;
    }

    /** @param reason the provider's words, masked */
    void held(OutboxTransaction tx, LaneKey lane, String reason) {
        tx.tell(new AlertEvent.Raised(alert(lane, "Provider " + lane.provider() + " takes no mail: " + reason)));
    }

    /** The lane goes on; the alert is over when no other lane of the site is held. */
    Uni<Void> over(OutboxTransaction tx, LaneKey lane) {
        return lanes.anyHeld(tx.connection(), lane.site())
                .invoke(held -> {
                    if (!held) {
                        tx.tell(new AlertEvent.Cleared(
                                alert(lane, "Provider " + lane.provider() + " takes mail again.")));
                    }
                })
                .replaceWithVoid();
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
                Api.BASE + "/providers/" + lane.provider());
    }
}
