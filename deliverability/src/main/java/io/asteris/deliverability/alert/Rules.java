package io.asteris.deliverability.alert;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert.Cause;
import io.asteris.contract.event.Alert.Severity;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges sites by their rules: the failures of a site right after they came, everything by the clock. One instance at a time judges
 * a site; what it finds and what it tells are one transaction.
 */
@ApplicationScoped
class Rules {
    private final Database database;
    private final Outbox outbox;
    private final RuleStore store;
    private final AlertSettingsStore settings;
    private final AlertDesk desk;
    private final FailedSends failedSends;
    private final Rates rates;
    private final Waiting waiting;
    private final SignIns signIns;
    private final SiteBook book;

    Rules(
            Database database,
            Outbox outbox,
            RuleStore store,
            AlertSettingsStore settings,
            AlertDesk desk,
            FailedSends failedSends,
            Rates rates,
            Waiting waiting,
            SignIns signIns,
            SiteBook book) {
        this.database = database;
        this.outbox = outbox;
        this.store = store;
        this.settings = settings;
        this.desk = desk;
        this.failedSends = failedSends;
        this.rates = rates;
        this.waiting = waiting;
        this.signIns = signIns;
        this.book = book;
    }

    /** Looks at the failed sends of these sites. */
    Uni<Void> judgeFailures(Set<SiteId> sites) {
        return each(sites, site -> outbox.asWorker(open -> judgement(open, site).chain(failedSends::judge)));
    }

    /** Configuration that a provider refuses is told at once, by the first attempt of each provider. */
    Uni<Void> judgeRefusedCredentials(List<AttemptRecorded> attempts) {
        Map<String, AttemptRecorded> byProvider = new HashMap<>();
        attempts.forEach(attempt -> byProvider.putIfAbsent(attempt.lane(), attempt));
        return each(
                byProvider.values(),
                attempt -> outbox.asWorker(
                        open -> judgement(open, attempt.site()).chain(at -> signIns.refused(at, attempt))));
    }

    /** Looks at everything of every site. */
    Uni<Void> judgeAll() {
        return database.onWorker(store::sites)
                .chain(counted -> {
                    var sites = new java.util.HashSet<>(counted);
                    book.active().forEach(site -> sites.add(site.site()));
                    return each(sites, this::judgeAll);
                })
                .chain(() -> database.onWorker(store::stale))
                .chain(stale -> each(stale, one -> database.asWorker(c -> desk.cleared(c, one.site(), one.cause()))));
    }

    private Uni<Void> judgeAll(SiteId site) {
        return outbox.asWorker(open -> judgement(open, site)
                .call(failedSends::judge)
                .call(at -> rates.judge(at, Cause.BOUNCE_RATE))
                .call(at -> rates.judge(at, Cause.COMPLAINT_RATE))
                .call(waiting::judge)
                .call(signIns::judge)
                .replaceWithVoid());
    }

    /** Locks the site, then reads what a judgement rests on. */
    private Uni<Judging> judgement(io.asteris.platform.outbox.OutboxTransaction open, SiteId site) {
        var connection = open.connection();
        return store.lock(connection, site)
                .chain(() -> settings.of(connection, site))
                .chain(rules ->
                        store.open(connection, site).map(incidents -> new Judging(open, site, rules, incidents, desk)));
    }

    private static <T> Uni<Void> each(Collection<T> all, java.util.function.Function<T, Uni<Void>> work) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (T one : all) {
            done = done.chain(() -> work.apply(one));
        }
        return done;
    }

    /** The severity of a kind: whether mail goes out. */
    static Severity severity(Cause cause) {
        return switch (cause) {
            case FAILED_SENDS, AUTHORISE, QUEUE_AGE, COMPLAINT_RATE -> Severity.CRITICAL;
            case BOUNCE_RATE, DNS_DRIFT, PROVIDER_SILENT, QUIET, DEAD_LETTERS, UNKNOWN_OUTCOME, FORGED_REPORT ->
                Severity.WARNING;
        };
    }
}
