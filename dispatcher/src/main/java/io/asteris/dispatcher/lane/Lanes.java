package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.suppression.Suppressions;
import io.asteris.platform.database.DatabaseClock;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/** All lanes of this instance, each on an event loop of its own choosing. At a stop they end what is under way and begin nothing. */
@ApplicationScoped
public class Lanes {
    private static final Logger LOG = Logger.getLogger(Lanes.class);

    private final VertxInternal vertx;
    private final DispatcherConfig config;
    private final ClaimStore store;
    private final QuotaStore quotas;
    private final Leases leases;
    private final Calls calls;
    private final Results results;
    private final Suppressions suppressions;
    private final DatabaseClock clock;
    private final ConcurrentMap<LaneKey, Lane> lanes = new ConcurrentHashMap<>();
    private final StandBack standBack = new StandBack();
    private volatile boolean stopping;

    Lanes(
            Vertx vertx,
            DispatcherConfig config,
            ClaimStore store,
            QuotaStore quotas,
            Leases leases,
            Calls calls,
            Results results,
            Suppressions suppressions,
            DatabaseClock clock) {
        this.vertx = (VertxInternal) vertx;
        this.config = config;
        this.store = store;
        this.quotas = quotas;
        this.leases = leases;
        this.calls = calls;
        this.results = results;
        this.suppressions = suppressions;
        this.clock = clock;
    }

    /** Something may be due in that lane now. */
    public void wake(LaneKey key) {
        lane(key).wake();
    }

    /** Something will be due in that lane after that time. */
    public void wakeIn(LaneKey key, Duration wait) {
        if (wait.isZero() || wait.isNegative()) {
            wake(key);
        } else {
            lane(key).wakeIn(wait);
        }
    }

    /** Lets announcements go first while many of them wait; see {@link StandBack}. */
    public void standBackFor(boolean manyWait) {
        if (standBack.ends(manyWait, System.nanoTime())) {
            lanes.values().forEach(Lane::wake);
        }
    }

    /** Calls of that lane that ended in the last minute, on this instance. */
    public long lastMinute(LaneKey key) {
        Lane lane = lanes.get(key);
        return lane == null ? 0 : lane.lastMinute();
    }

    private Lane lane(LaneKey key) {
        return lanes.computeIfAbsent(
                key,
                wanted -> new Lane(
                        wanted,
                        // A root context: the duplicated one of a request would end with it.
                        vertx.createEventLoopContext(),
                        config.lane(),
                        store,
                        quotas,
                        leases,
                        calls,
                        clock,
                        this::mayClaim,
                        this::mayCall));
    }

    private boolean mayClaim() {
        return mayCall() && !standBack.applies(System.nanoTime());
    }

    private boolean mayCall() {
        return !stopping && results.areWritten() && suppressions.areComplete();
    }

    /** After the consumers, before the outbox: no claim any more, calls under way end and are recorded. */
    void stop(@Observes @Priority(150) ShutdownEvent event) {
        stopping = true;
        try {
            int left = leases.awaitIdle(config.stop());
            if (left > 0) {
                LOG.warnf("Calls did not end before the stop and become uncertain calls=%d", left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
