package io.asteris.deliverability.alert;

import io.asteris.contract.event.SiteChanged;
import io.asteris.deliverability.alert.NoticeStore.Notice;
import io.asteris.deliverability.channel.Channel;
import io.asteris.deliverability.channel.Couriers;
import io.asteris.deliverability.channel.Delivered;
import io.asteris.deliverability.channel.Message;
import io.asteris.deliverability.channel.Reach;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Brings notices to people: each channel twice, then the next; when all of them failed they rest, longer and longer, and a notice
 * that nobody took within a day is given up. What is due lies in the database, so any instance goes on where another stopped.
 */
@ApplicationScoped
class Postman {
    private static final Logger LOG = Logger.getLogger(Postman.class);
    private static final int TRIES = 2;
    private static final Duration GIVEN_UP = Duration.ofHours(24);
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private final Vertx vertx;
    private final AlertConfig config;
    private final Database database;
    private final DatabaseClock clock;
    private final NoticeStore store;
    private final AlertSettingsStore settings;
    private final Recipients recipients;
    private final Couriers couriers;
    private final SiteBook book;
    private final AtomicBoolean running = new AtomicBoolean();
    private long timer = -1;

    Postman(
            Vertx vertx,
            AlertConfig config,
            Database database,
            DatabaseClock clock,
            NoticeStore store,
            AlertSettingsStore settings,
            Recipients recipients,
            Couriers couriers,
            SiteBook book) {
        this.vertx = vertx;
        this.config = config;
        this.database = database;
        this.clock = clock;
        this.store = store;
        this.settings = settings;
        this.recipients = recipients;
        this.couriers = couriers;
        this.book = book;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.delivery().toMillis(), ignored -> round());
    }

    void stop(@Observes @Priority(160) ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    private void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        store.claim()
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Uni.join()
                                .all(due.stream().map(this::bring).toList())
                                .andCollectFailures()
                                .replaceWithVoid())
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Notices are brought later cause=%s", failure));
    }

    private Uni<Void> bring(Notice notice) {
        var site = notice.incident().site();
        return database.onWorker(connection -> settings.of(connection, site)).chain(known -> {
            Reach reach = recipients.reach(site, known);
            return notice.place() >= reach.channels().size()
                    ? rest(notice)
                    : couriers.bring(reach.channels().get(notice.place()), reach, message(notice))
                            .chain(problem -> settle(notice, reach, problem));
        });
    }

    private Uni<Void> settle(Notice notice, Reach reach, Optional<String> problem) {
        Channel channel = reach.channels().get(notice.place());
        Instant now = clock.now();
        if (problem.isEmpty()) {
            return store.settle(
                    notice,
                    null,
                    notice.place(),
                    notice.tries(),
                    List.of(new Delivered(channel.label(), now, true, null)));
        }
        LOG.warnf(
                "An alert could not be brought site=%s channel=%s cause=%s",
                notice.incident().site(), channel.label(), problem.get());
        if (notice.tries() + 1 < TRIES) {
            return store.settle(notice, now.plus(config.retry()), notice.place(), notice.tries() + 1, List.of());
        }
        return store.settle(
                notice, now, notice.place() + 1, 0, List.of(new Delivered(channel.label(), now, false, problem.get())));
    }

    private Uni<Void> rest(Notice notice) {
        Duration age = Duration.between(notice.createdAt(), clock.now());
        if (age.compareTo(GIVEN_UP) > 0) {
            return store.settle(notice, null, notice.place(), 0, List.of());
        }
        Duration rest = age.compareTo(config.rest()) < 0 ? config.rest() : age;
        Duration bounded = rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
        return store.settle(notice, clock.now().plus(bounded), 0, 0, List.of());
    }

    private Message message(Notice notice) {
        Incident incident = notice.incident();
        boolean cleared = notice.kind().equals("cleared");
        return new Message(
                notice.id(),
                "alert." + notice.kind(),
                incident.site().value(),
                siteName(incident),
                incident.cause().word(),
                incident.severity().word(),
                incident.firstAt(),
                incident.count(),
                cleared ? "It is over. It was: " + incident.summary() : incident.summary(),
                incident.link());
    }

    private String siteName(Incident incident) {
        return book.site(incident.site())
                .map(SiteChanged::name)
                .map(ErrorText::masked)
                .orElseGet(() -> incident.site().value());
    }
}
