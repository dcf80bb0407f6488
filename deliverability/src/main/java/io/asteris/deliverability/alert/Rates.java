package io.asteris.deliverability.alert;

import io.asteris.contract.event.Alert.Cause;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** Bounces and complaints as a part of what was sent. */
@ApplicationScoped
class Rates {
    private static final double PERCENT = 100;

    private final RuleStore store;
    private final DatabaseClock clock;

    Rates(RuleStore store, DatabaseClock clock) {
        this.store = store;
        this.clock = clock;
    }

    Uni<Void> judge(Judging at, Cause cause) {
        Rule rule = at.rule(cause);
        return store.rate(at.open().connection(), at.site(), rule, cause == Cause.COMPLAINT_RATE)
                .chain(rate -> judge(at, rule, rate));
    }

    private Uni<Void> judge(Judging at, Rule rule, RuleStore.Rate rate) {
        Cause cause = rule.kind();
        double percent = rate.of() == 0 ? 0 : rate.count().n() * PERCENT / rate.of();
        boolean much = rule.enabled() && rate.of() >= Math.max(1, rule.minimum()) && percent > rule.limit();
        if (!much) {
            return at.incident(cause, "")
                    .map(incident -> at.clearAfterCoolDown(
                            incident, clock.now(), "The rate is back at " + text(percent) + " percent."))
                    .orElseGet(Judging::nothing);
        }
        Instant first = at.incident(cause, "")
                .map(Incident::firstAt)
                .orElseGet(() -> Objects.requireNonNullElseGet(rate.count().firstAt(), clock::now));
        String what = cause == Cause.COMPLAINT_RATE
                ? "marked as unwanted by recipients"
                : "refused because the mailbox does not exist";
        return at.raise(
                cause,
                "",
                first,
                Objects.requireNonNullElse(rate.count().lastAt(), first),
                rate.count().n(),
                rate.count().n() + " of " + rate.of() + " messages within " + FailedSends.words(rule.window())
                        + " were " + what + " (" + text(percent) + " percent)",
                cause == Cause.COMPLAINT_RATE ? "/logs?q=status%3Acomplained" : "/logs?q=status%3Abounced");
    }

    private static String text(double percent) {
        return String.format(Locale.ROOT, "%.1f", percent);
    }
}
