package io.asteris.deliverability.alert;

import io.asteris.contract.event.Alert.Cause;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.deliverability.site.SiteBook;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Providers that refuse our credentials or settings, told at the first attempt. That somebody has to sign in again is told by the
 * dispatcher, which keeps the consents.
 */
@ApplicationScoped
class SignIns {
    private static final String LINK = "/provider";

    private final RuleStore store;
    private final SiteBook book;

    SignIns(RuleStore store, SiteBook book) {
        this.store = store;
        this.book = book;
    }

    /** A provider refused an attempt for what we are or how we are set up. */
    Uni<Void> refused(Judging at, AttemptRecorded attempt) {
        boolean told = at.incidents().stream().anyMatch(one -> one.cause() == Cause.AUTHORISE && !one.ours());
        return told || !at.rule(Cause.AUTHORISE).enabled()
                ? Judging.nothing()
                : at.raise(
                        Cause.AUTHORISE,
                        attempt.provider(),
                        attempt.startedAt(),
                        attempt.startedAt(),
                        1,
                        attempt.provider() + " refuses our credentials or settings: " + ErrorText.of(attempt),
                        LINK);
    }

    /** It is over when the provider takes a message again, or is gone. */
    Uni<Void> judge(Judging at) {
        List<String> known =
                book.providers(at.site()).stream().map(ProviderChanged::name).toList();
        Uni<Void> done = Judging.nothing();
        for (Incident incident : at.incidents()) {
            if (incident.cause() == Cause.AUTHORISE && incident.ours()) {
                boolean gone = !known.isEmpty() && !known.contains(incident.subject());
                done = done.chain(() -> gone
                        ? at.clear(incident, incident.subject() + " is no longer a provider of the site.")
                        : clearWhenTaken(at, incident));
            }
        }
        return done;
    }

    private Uni<Void> clearWhenTaken(Judging at, Incident incident) {
        return store.takenSince(at.open().connection(), at.site(), incident.subject(), incident.lastAt())
                .chain(taken ->
                        taken > 0 ? at.clear(incident, incident.subject() + " takes mail again.") : Judging.nothing());
    }
}
