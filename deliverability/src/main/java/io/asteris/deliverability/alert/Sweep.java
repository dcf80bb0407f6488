package io.asteris.deliverability.alert;

import io.asteris.platform.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Judges all sites by the clock, and deletes what counts for nothing any more. */
@ApplicationScoped
class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final Duration PURGE = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final AlertConfig config;
    private final Database database;
    private final Rules rules;
    private final SeenStore seen;
    private final QueuedStore queued;
    private final AtomicBoolean running = new AtomicBoolean();
    private long rounds = -1;
    private long purges = -1;

    Sweep(Vertx vertx, AlertConfig config, Database database, Rules rules, SeenStore seen, QueuedStore queued) {
        this.vertx = vertx;
        this.config = config;
        this.database = database;
        this.rules = rules;
        this.seen = seen;
        this.queued = queued;
    }

    void start(@Observes StartupEvent started) {
        rounds = vertx.setPeriodic(config.sweep().toMillis(), ignored -> round());
        purges = vertx.setPeriodic(PURGE.toMillis(), ignored -> database.onWorker(seen::purge)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Old facts could not be purged cause=%s", failure)));
    }

    void stop(@Observes @Priority(160) ShutdownEvent stopping) {
        vertx.cancelTimer(rounds);
        vertx.cancelTimer(purges);
    }

    private void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        countWaiting()
                .chain(rules::judgeAll)
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Rules are judged again later cause=%s", failure));
    }

    /** Gives the messages that were queued a while ago and may still wait rows of their own. */
    private Uni<Void> countWaiting() {
        return database.asWorker(
                        connection -> queued.take(connection).call(taken -> seen.add(connection, taken.waiting())))
                .chain(taken -> taken.any() ? countWaiting() : Uni.createFrom().voidItem());
    }
}
