package io.asteris.deliverability.alert;

import io.asteris.contract.event.Alert.Cause;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** More failed sends within the window than the rule bears, wherever on the clock the window lies. */
@ApplicationScoped
class FailedSends {
    private static final String LINK = "/logs?q=status%3Afailed";

    private final RuleStore store;
    private final DatabaseClock clock;

    FailedSends(RuleStore store, DatabaseClock clock) {
        this.store = store;
        this.clock = clock;
    }

    Uni<Void> judge(Judging at) {
        Rule rule = at.rule(Cause.FAILED_SENDS);
        return at.incident(Cause.FAILED_SENDS, "")
                .map(incident -> judgeOpen(at, rule, incident))
                .orElseGet(() -> rule.enabled() ? judgeNew(at, rule) : Judging.nothing());
    }

    private Uni<Void> judgeNew(Judging at, Rule rule) {
        return store.failedSends(at.open().connection(), at.site(), rule)
                .chain(count -> count.firstAt() == null || count.lastAt() == null
                        ? Judging.nothing()
                        : at.raise(
                                Cause.FAILED_SENDS,
                                "",
                                count.firstAt(),
                                count.lastAt(),
                                count.n(),
                                summary(count, rule.window()),
                                LINK));
    }

    private Uni<Void> judgeOpen(Judging at, Rule rule, Incident incident) {
        return store.failedNow(at.open().connection(), at.site(), rule, incident.firstAt())
                .chain(now -> {
                    RuleStore.Count since = now.since();
                    if (now.inWindow() <= (long) rule.limit() || !rule.enabled()) {
                        return at.clearAfterCoolDown(
                                incident, clock.now(), "Sends go out again: " + since.n() + " had failed.");
                    }
                    return at.raise(
                            Cause.FAILED_SENDS,
                            "",
                            incident.firstAt(),
                            since.lastAt() == null ? incident.lastAt() : since.lastAt(),
                            since.n(),
                            summary(since, Duration.between(incident.firstAt(), clock.now())),
                            LINK);
                });
    }

    private static String summary(RuleStore.Count count, Duration window) {
        String by = count.provider() == null ? "" : " by " + count.provider();
        return count.n() + " sends failed" + by + " within " + words(window) + "; most often: " + count.error();
    }

    /** A span as people say it. */
    static String words(Duration span) {
        long minutes = Math.max(1, span.toMinutes());
        if (minutes < 60) {
            return minutes == 1 ? "a minute" : minutes + " minutes";
        }
        long hours = Math.max(1, Math.round(minutes / 60.0));
        return hours == 1 ? "an hour" : hours + " hours";
    }
}
