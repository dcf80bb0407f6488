package io.asteris.deliverability.watch;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.DnsChanged;
import io.asteris.contract.event.SiteChanged;
import io.asteris.deliverability.alert.AlertDesk;
import io.asteris.deliverability.alert.AlertSettingsStore;
import io.asteris.deliverability.alert.ErrorText;
import io.asteris.deliverability.alert.Trouble;
import io.asteris.deliverability.check.DnsChecker;
import io.asteris.deliverability.check.DnsFactsStore;
import io.asteris.deliverability.check.DnsReport;
import io.asteris.deliverability.check.Subjects;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Looks at the domains that are due; several instances share them by row locks. */
@ApplicationScoped
class Watcher {
    private static final Logger LOG = Logger.getLogger(Watcher.class);

    private final Vertx vertx;
    private final WatchConfig config;
    private final Database database;
    private final Outbox outbox;
    private final WatchStore store;
    private final SiteBook book;
    private final DnsFactsStore facts;
    private final Subjects subjects;
    private final DnsChecker checker;
    private final AlertSettingsStore settings;
    private final AlertDesk desk;
    private final AtomicBoolean running = new AtomicBoolean();
    private long timer = -1;

    Watcher(
            Vertx vertx,
            WatchConfig config,
            Database database,
            Outbox outbox,
            WatchStore store,
            SiteBook book,
            DnsFactsStore facts,
            Subjects subjects,
            DnsChecker checker,
            AlertSettingsStore settings,
            AlertDesk desk) {
        this.vertx = vertx;
        this.config = config;
        this.database = database;
        this.outbox = outbox;
        this.store = store;
        this.book = book;
        this.facts = facts;
        this.subjects = subjects;
        this.checker = checker;
        this.settings = settings;
        this.desk = desk;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.round().toMillis(), ignored -> round());
    }

    void stop(@Observes @Priority(160) ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    private void round() {
        // A copy that is not complete would drop the domains of sites it has not heard of yet.
        if (!book.isComplete() || !running.compareAndSet(false, true)) {
            return;
        }
        sync().chain(() -> database.asWorker(connection -> store.claim(connection, config.batch())))
                .chain(this::lookAt)
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Domains are looked at later cause=%s", failure));
    }

    private Uni<Void> sync() {
        List<String> sites = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        for (SiteChanged site : book.active()) {
            for (String domain : book.domains(site.site())) {
                sites.add(site.site().value());
                domains.add(domain);
            }
        }
        return database.asWorker(connection -> store.sync(
                connection, sites.toArray(String[]::new), domains.toArray(String[]::new), config.shortest()));
    }

    private Uni<Void> lookAt(List<WatchStore.Due> due) {
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(due.stream().map(this::lookAt).toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }

    private Uni<Void> lookAt(WatchStore.Due due) {
        return database.onWorker(connection -> facts.of(connection, due.site()))
                .chain(told -> checker.check(subjects.of(due.site(), due.domain(), told)))
                .chain(checked -> {
                    Change change = Change.between(due.last(), checked.report());
                    return outbox.asWorker(open -> record(open, due.site(), change, until(checked.ttl())));
                });
    }

    private Duration until(Duration ttl) {
        if (ttl.compareTo(config.shortest()) < 0) {
            return config.shortest();
        }
        return ttl.compareTo(config.longest()) > 0 ? config.longest() : ttl;
    }

    private Uni<Void> record(OutboxTransaction open, SiteId site, Change change, Duration until) {
        var connection = open.connection();
        Uni<Void> seen = store.seen(connection, site, change.now(), until);
        if (!change.isOne()) {
            return seen;
        }
        DnsReport now = change.now();
        open.tell(new DnsChanged(
                site,
                now.domain(),
                now.provider(),
                now.spf().verdict().word(),
                now.dkim().verdict().word(),
                now.dmarc().verdict().word(),
                now.checkedAt()));
        return seen.chain(() -> store.keep(connection, site, now)).chain(() -> alert(open, site, change));
    }

    private Uni<Void> alert(OutboxTransaction open, SiteId site, Change change) {
        DnsReport now = change.now();
        if (change.isBetter()) {
            return desk.clear(
                    open,
                    site,
                    Alert.Cause.DNS_DRIFT,
                    now.domain(),
                    "The DNS of " + now.domain() + " is better again.");
        }
        return change.drift()
                .map(worse -> settings.of(open.connection(), site)
                        .chain(known -> known.rule(Alert.Cause.DNS_DRIFT).enabled()
                                ? desk.raise(open, trouble(site, now, worse)).replaceWithVoid()
                                : Uni.createFrom().voidItem()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Trouble trouble(SiteId site, DnsReport now, String worse) {
        return new Trouble(
                site,
                Alert.Cause.DNS_DRIFT,
                now.domain(),
                Alert.Severity.WARNING,
                now.checkedAt(),
                now.checkedAt(),
                1,
                "The DNS of " + now.domain() + " changed: " + ErrorText.masked(worse),
                "/deliverability?domain=" + now.domain());
    }
}
