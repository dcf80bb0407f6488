package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.OrderStore;
import io.asteris.dispatcher.delivery.SweepStore;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.state.Dispatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Looks after what nobody pushes: work that another instance left, leases, windows and deadlines that ran out. Everything that this
 * instance does itself is pushed; a round is a handful of look-ups in indexes that hold nothing else.
 */
@ApplicationScoped
public class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    /** After the platform has brought tables and clock, before the consumers bring mail. */
    private static final int START = 100;

    private static final Duration START_BOUND = Duration.ofSeconds(30);
    private static final Duration PURGE = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final DispatcherConfig config;
    private final ClaimStore claims;
    private final SweepStore store;
    private final OrderStore orders;
    private final Releases releases;
    private final Leases leases;
    private final Lanes lanes;
    private final Windows windows;
    private final Detours detours;
    private final LaneTrials trials;
    private final QueueAge queueAge;
    private final MeterRegistry metrics;
    private final AtomicBoolean running = new AtomicBoolean();
    private long rounds = -1;
    private long renewals = -1;
    private long purges = -1;

    Sweep(
            Vertx vertx,
            DispatcherConfig config,
            ClaimStore claims,
            SweepStore store,
            OrderStore orders,
            Releases releases,
            Leases leases,
            Lanes lanes,
            Windows windows,
            Detours detours,
            LaneTrials trials,
            QueueAge queueAge,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.claims = claims;
        this.store = store;
        this.orders = orders;
        this.releases = releases;
        this.leases = leases;
        this.lanes = lanes;
        this.windows = windows;
        this.detours = detours;
        this.trials = trials;
        this.queueAge = queueAge;
        this.metrics = metrics;
    }

    void start(@Observes @Priority(START) StartupEvent event) {
        if (config.instance().isPresent()) {
            ownLeases().await().atMost(START_BOUND);
        }
        rounds = vertx.setPeriodic(config.sweep().toMillis(), ignored -> round());
        renewals = vertx.setPeriodic(leases.renewal().toMillis(), ignored -> leases.renew()
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Leases could not be renewed cause=%s", failure)));
        purges = vertx.setPeriodic(PURGE.toMillis(), ignored -> purge().subscribe()
                .with(done -> {}, failure -> LOG.warnf("Old rows could not be purged cause=%s", failure)));
    }

    private Uni<Void> purge() {
        return store.purge(config.keep())
                .chain(more -> more ? purge() : Uni.createFrom().voidItem());
    }

    /** Leases are renewed until the last call has ended, which the lanes' stop waits for. */
    void stop(@Observes @Priority(160) ShutdownEvent event) {
        vertx.cancelTimer(rounds);
        vertx.cancelTimer(renewals);
        vertx.cancelTimer(purges);
    }

    /** One round now, besides those by the clock; what runs already is not run twice. */
    void round() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        store.leasesRunOut(leases.held(), windows::of)
                .chain(() -> store.proven())
                .chain(() -> store.windowsOver())
                .invoke(this::resent)
                .chain(() -> store.timeOver())
                .chain(() -> orders.cancelLate())
                .chain(() -> releases.all())
                .chain(() -> detours.parked(lanes::wake))
                .chain(() -> trials.due())
                .chain(() -> claims.lanesWithWork())
                .invoke(heads -> heads.forEach(head -> lanes.wakeIn(head.lane(), head.dueIn())))
                .chain(() -> queueAge.look())
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("A sweep ends early and is tried again cause=%s", failure));
    }

    private Uni<Void> ownLeases() {
        return store.ownLeases(leases.owner(), leases.held(), windows::of)
                .chain(given -> given.isEmpty() ? Uni.createFrom().voidItem() : ownLeases());
    }

    private void resent(List<Transition> steps) {
        long again = steps.stream()
                .filter(step -> step.to() instanceof Dispatch.RetryWait)
                .count();
        metrics.counter("asteris.possible.duplicates").increment((double) again);
    }
}
