package io.asteris.dispatcher.lane;

import io.asteris.contract.MessageId;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.Recorded;
import io.asteris.dispatcher.delivery.StepStore;
import io.asteris.dispatcher.delivery.Steps;
import io.asteris.platform.database.Database;
import io.asteris.platform.failpoint.Failpoint;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Writes what came of calls, many with one commit: results wait for those of the other calls under way, but only a moment, for one of
 * these may take a minute. Alone a result is written at once. A result is never dropped: while the database is away it is kept and tried
 * again, and nobody claims meanwhile.
 */
@ApplicationScoped
public class Results {
    private static final Logger LOG = Logger.getLogger(Results.class);
    private static final int MOST_PER_WRITE = 256;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Quick calls of a lane have ended by then, and a slow provider's slot loses little by it. */
    private static final Duration GATHERING = Duration.ofMillis(4);

    private final Vertx vertx;
    private final Leases leases;
    private final Database database;
    private final StepStore store;
    private final Steps steps;
    private final LateResults late;

    /** Half of a lane's calls: while their commit waits for the disk, the other half is made. */
    private final int enough;

    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile int inWrite;
    private volatile boolean stuck;

    Results(
            Vertx vertx,
            Leases leases,
            Database database,
            StepStore store,
            Steps steps,
            LateResults late,
            DispatcherConfig config) {
        this.vertx = vertx;
        this.leases = leases;
        this.database = database;
        this.store = store;
        this.steps = steps;
        this.late = late;
        this.enough = Math.max(1, config.lane().concurrency() / 2);
    }

    /** Whether results find their way; while they do not, no provider may be called. */
    boolean areWritten() {
        return !stuck;
    }

    /** Writes a result; completes once it is committed, or refused because the message has moved on. Never fails. */
    public Uni<Void> write(Recorded result) {
        return Uni.createFrom().emitter(emitter -> {
            queue.add(new Waiting(result, emitter));
            waiting.incrementAndGet();
            gather();
        });
    }

    /** Writes at once when no call is under way whose result could join in. */
    private void gather() {
        int ready = waiting.get();
        if (ready == 0) {
            return;
        }
        if (ready >= enough || ready >= leases.count() - inWrite) {
            next();
        } else if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(GATHERING.toMillis(), ignored -> {
                gathering.set(false);
                next();
            });
        }
    }

    private void next() {
        if (queue.isEmpty() || !writing.compareAndSet(false, true)) {
            return;
        }
        List<Waiting> batch = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = batch.size() < MOST_PER_WRITE ? queue.poll() : null) {
            batch.add(next);
        }
        waiting.addAndGet(-batch.size());
        inWrite = batch.size();
        if (batch.isEmpty()) {
            writing.set(false);
            next();
        } else {
            write(batch);
        }
    }

    private void write(List<Waiting> batch) {
        List<Recorded> results = batch.stream().map(Waiting::result).toList();
        store.record(database.workers(), results)
                .invoke(() -> Failpoint.reach("result.committed"))
                .call(moved -> late.settle(missing(results, moved)))
                .subscribe()
                .with(moved -> written(batch, moved), failure -> again(batch, failure));
    }

    private void written(List<Waiting> batch, Set<MessageId> moved) {
        stuck = false;
        inWrite = 0;
        writing.set(false);
        gather();
        steps.publish(batch.stream()
                .map(Waiting::result)
                .filter(result -> moved.contains(result.step().from().message()))
                .toList());
        batch.forEach(waiting -> waiting.emitter().complete(null));
    }

    private void again(List<Waiting> batch, Throwable failure) {
        if (!stuck) {
            LOG.warnf("Results are kept until the database takes them results=%d cause=%s", batch.size(), failure);
        }
        stuck = true;
        vertx.setTimer(PAUSE.toMillis(), ignored -> write(batch));
    }

    private static List<Recorded> missing(List<Recorded> results, Set<MessageId> moved) {
        return results.stream()
                .filter(result -> !moved.contains(result.step().from().message()))
                .toList();
    }

    private record Waiting(Recorded result, UniEmitter<? super Void> emitter) {}
}
