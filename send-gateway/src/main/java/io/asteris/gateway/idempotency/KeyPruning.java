package io.asteris.gateway.idempotency;

import io.asteris.gateway.GatewayConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Forgets old keys, a bounded number at a time, so that the table stays as large as its time span and no larger. */
@Singleton
class KeyPruning {
    private static final Logger LOG = Logger.getLogger(KeyPruning.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_KEEP = Duration.ofHours(24);
    private static final int LIMIT = 5_000;

    private final Vertx vertx;
    private final IdempotencyStore store;
    private final Duration keep;
    private final AtomicBoolean busy = new AtomicBoolean();

    KeyPruning(Vertx vertx, IdempotencyStore store, GatewayConfig config) {
        this.vertx = vertx;
        this.store = store;
        // Callers are promised a day, whatever is set.
        this.keep = config.idempotencyKeep().compareTo(SHORTEST_KEEP) < 0 ? SHORTEST_KEEP : config.idempotencyKeep();
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(INTERVAL.toMillis(), timer -> {
            if (busy.compareAndSet(false, true)) {
                prune().onTermination()
                        .invoke(() -> busy.set(false))
                        .subscribe()
                        .with(done -> {}, this::failed);
            }
        });
    }

    /** Forgets until nothing old is left. */
    Uni<Void> prune() {
        return store.prune(keep, LIMIT)
                .repeat()
                .until(forgotten -> forgotten < LIMIT)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void failed(Throwable cause) {
        LOG.warnf("Old idempotency keys stay for now cause=%s", cause);
    }
}
