package io.asteris.deliverability.alert;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert.Cause;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One look at one site: its rules, its open incidents, and the transaction in which both may change. */
record Judging(OutboxTransaction open, SiteId site, AlertSettings settings, List<Incident> incidents, AlertDesk desk) {

    Rule rule(Cause cause) {
        return settings.rule(cause);
    }

    /** The open incident of a cause. */
    Optional<Incident> incident(Cause cause, String subject) {
        return incidents.stream()
                .filter(one ->
                        one.ours() && one.cause() == cause && one.subject().equals(subject))
                .findFirst();
    }

    Uni<Void> raise(
            Cause cause, String subject, Instant firstAt, Instant lastAt, long count, String summary, String link) {
        return desk.raise(
                        open,
                        new Trouble(site, cause, subject, Rules.severity(cause), firstAt, lastAt, count, summary, link))
                .replaceWithVoid();
    }

    /** Closes once the cool-down is over, so that trouble that comes and goes does not tell of itself again and again. */
    Uni<Void> clearAfterCoolDown(Incident incident, Instant now, String sentence) {
        boolean cool =
                !now.isBefore(incident.raisedAt().plus(rule(incident.cause()).coolDown()));
        return cool ? clear(incident, sentence) : nothing();
    }

    Uni<Void> clear(Incident incident, String sentence) {
        return desk.clear(open, site, incident.cause(), incident.subject(), sentence);
    }

    static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
