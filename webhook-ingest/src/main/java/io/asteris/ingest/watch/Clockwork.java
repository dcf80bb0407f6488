package io.asteris.ingest.watch;

import io.asteris.ingest.WebhooksConfig;
import io.asteris.ingest.event.LateReports;
import io.asteris.ingest.suppression.Expiry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Lets each thing that happens by the clock happen again and again; what fails is tried the next time. */
@ApplicationScoped
class Clockwork {
    private static final Logger LOG = Logger.getLogger(Clockwork.class);

    private final Vertx vertx;
    private final SilenceWatch silence;
    private final Pruning pruning;
    private final DeletedSites deleted;
    private final Expiry expiry;
    private final LateReports late;
    private final Duration tick;
    private volatile boolean stopping;

    Clockwork(
            Vertx vertx,
            SilenceWatch silence,
            Pruning pruning,
            DeletedSites deleted,
            Expiry expiry,
            LateReports late,
            WebhooksConfig config) {
        this.vertx = vertx;
        this.silence = silence;
        this.pruning = pruning;
        this.deleted = deleted;
        this.expiry = expiry;
        this.late = late;
        this.tick = config.tick();
    }

    void start(@Observes StartupEvent started) {
        again("late reports", tick, late::publish);
        again("expiry", tick.multipliedBy(5), expiry::expire);
        again("silence", tick.multipliedBy(30), silence::look);
        again("pruning", tick.multipliedBy(600), pruning::prune);
        again("deleted sites", tick.multipliedBy(60), deleted::clear);
    }

    void stop(@Observes ShutdownEvent ending) {
        stopping = true;
    }

    private void again(String what, Duration pause, Supplier<Uni<Void>> work) {
        vertx.setTimer(pause.toMillis(), timer -> {
            if (!stopping) {
                work.get().subscribe().with(done -> again(what, pause, work), failure -> {
                    LOG.debugf("What happens by the clock waits what=%s cause=%s", what, failure);
                    again(what, pause, work);
                });
            }
        });
    }
}
