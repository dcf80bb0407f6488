package io.asteris.deliverability.alert;

import io.asteris.contract.event.Alert.Cause;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What does not happen: mail that waits, providers that tell nothing, sites that hand over nothing, outcomes that stay unknown. */
@ApplicationScoped
class Waiting {
    private static final double PERCENT = 100;
    /** Fewer weeks with mail make no habit. */
    private static final int FEWEST_WEEKS = 2;

    private final RuleStore store;
    private final DatabaseClock clock;
    private final SiteBook book;

    Waiting(RuleStore store, DatabaseClock clock, SiteBook book) {
        this.store = store;
        this.clock = clock;
        this.book = book;
    }

    Uni<Void> judge(Judging at) {
        return queueAge(at).chain(() -> silent(at)).chain(() -> quiet(at)).chain(() -> unknown(at));
    }

    private Uni<Void> queueAge(Judging at) {
        Rule rule = at.rule(Cause.QUEUE_AGE);
        return store.waiting(at.open().connection(), at.site(), rule).chain(count -> {
            boolean late = rule.enabled() && count.n() > (long) rule.limit();
            return late && count.firstAt() != null
                    ? at.raise(
                            Cause.QUEUE_AGE,
                            "",
                            first(at, Cause.QUEUE_AGE, "", count.firstAt()),
                            clock.now(),
                            count.n(),
                            count.n() + " messages have waited for longer than " + FailedSends.words(rule.window()),
                            "/logs?q=status%3Aqueued")
                    : over(at, Cause.QUEUE_AGE, "", "No message waits any longer.");
        });
    }

    private Uni<Void> silent(Judging at) {
        Rule rule = at.rule(Cause.PROVIDER_SILENT);
        return store.silent(at.open().connection(), at.site(), rule).chain(silent -> {
            Uni<Void> done = Judging.nothing();
            for (RuleStore.Count count : rule.enabled() ? silent : List.<RuleStore.Count>of()) {
                String provider = String.valueOf(count.provider());
                done = done.chain(() -> at.raise(
                        Cause.PROVIDER_SILENT,
                        provider,
                        first(at, Cause.PROVIDER_SILENT, provider, Objects.requireNonNull(count.firstAt())),
                        Objects.requireNonNull(count.lastAt()),
                        count.n(),
                        provider + " has reported nothing of " + count.n() + " messages for "
                                + FailedSends.words(rule.window()) + "; look at its webhook settings",
                        "/webhooks"));
            }
            List<String> names = silent.stream()
                    .map(count -> String.valueOf(count.provider()))
                    .toList();
            for (Incident incident : at.incidents()) {
                if (incident.cause() == Cause.PROVIDER_SILENT
                        && incident.ours()
                        && !names.contains(incident.subject())) {
                    done = done.chain(() -> at.clear(incident, incident.subject() + " reports again."));
                }
            }
            return done;
        });
    }

    private Uni<Void> quiet(Judging at) {
        Rule rule = at.rule(Cause.QUIET);
        return store.volume(
                        at.open().connection(),
                        at.site(),
                        rule,
                        book.zone(at.site()).getId())
                .chain(volume -> {
                    boolean habit = volume.weeks() >= FEWEST_WEEKS && volume.usual() >= Math.max(1, rule.minimum());
                    boolean low = volume.now() * PERCENT < rule.limit() * volume.usual();
                    return rule.enabled() && habit && low
                            ? at.raise(
                                    Cause.QUIET,
                                    "",
                                    first(at, Cause.QUIET, "", volume.at()),
                                    clock.now(),
                                    volume.now(),
                                    "The site usually hands over about " + Math.round(volume.usual()) + " messages in "
                                            + FailedSends.words(rule.window()) + " on this weekday; now it is "
                                            + volume.now(),
                                    "/logs")
                            : over(at, Cause.QUIET, "", "The site hands over mail again.");
                });
    }

    private Uni<Void> unknown(Judging at) {
        Rule rule = at.rule(Cause.UNKNOWN_OUTCOME);
        if (at.incident(Cause.UNKNOWN_OUTCOME, "").isPresent()) {
            return over(at, Cause.UNKNOWN_OUTCOME, "", "No further message ended with an unknown outcome.");
        }
        return store.unknown(at.open().connection(), at.site())
                .chain(count -> rule.enabled() && count.n() > (long) rule.limit() && count.firstAt() != null
                        ? at.raise(
                                Cause.UNKNOWN_OUTCOME,
                                "",
                                count.firstAt(),
                                Objects.requireNonNull(count.lastAt()),
                                count.n(),
                                count.n()
                                        + " messages may or may not have been sent; decide whether to send them again",
                                "/logs?q=status%3Aunknown")
                        : Judging.nothing());
    }

    private Uni<Void> over(Judging at, Cause cause, String subject, String sentence) {
        return at.incident(cause, subject)
                .map(incident -> at.clearAfterCoolDown(incident, clock.now(), sentence))
                .orElseGet(Judging::nothing);
    }

    private static Instant first(Judging at, Cause cause, String subject, Instant otherwise) {
        return at.incident(cause, subject).map(Incident::firstAt).orElse(otherwise);
    }
}
