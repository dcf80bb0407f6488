package io.asteris.platform.outbox;

import io.asteris.platform.database.Database;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.kafka.EventProducer;
import io.asteris.platform.kafka.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Each few seconds, and whenever woken: publishes what must stay in order (one instance at a time, oldest first, stopping at the first
 * failure), then hands the relay what some instance committed and did not publish.
 */
@Singleton
class OutboxSweep {
    private static final Logger LOG = Logger.getLogger(OutboxSweep.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** After a look that found nothing: under load each passes thousands of rows that are deleted and not yet vacuumed. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);
    private static final int BATCH = 1_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final OutboxStore store;
    private final EventProducer producer;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean stopping;

    OutboxSweep(Database database, OutboxStore store, EventProducer producer) {
        this.database = database;
        this.store = store;
        this.producer = producer;
    }

    void start(OutboxRelay relay) {
        Thread.ofPlatform().name("outbox sweep").daemon().start(() -> run(relay));
    }

    void wake() {
        woken.release();
    }

    void stop() {
        stopping = true;
        wake();
    }

    private void run(OutboxRelay relay) {
        Duration pause = INTERVAL;
        while (!stopping) {
            try {
                woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
                pause = INTERVAL;
                publishInOrder(relay);
                if (!handOver(relay)) {
                    pause = QUIET;
                }
            } catch (ExecutionException | TimeoutException trouble) {
                LOG.debugf("Outbox sweep waits cause=%s", trouble);
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException fault) {
                LOG.warnf("Outbox sweep goes on after a fault cause=%s", fault);
            }
        }
    }

    private void publishInOrder(OutboxRelay relay) throws ExecutionException, InterruptedException, TimeoutException {
        int done;
        do {
            done = await(database.asWorker(
                    connection -> store.inOrder(connection, BATCH).chain(this::publishOneAfterTheOther)));
            relay.published(done);
        } while (done == BATCH && !stopping);
    }

    /** The lock of the transaction lies over the sending: nobody else publishes a newer row of the same key before an older one. */
    private Uni<Integer> publishOneAfterTheOther(List<OutgoingEvent> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        // The producer blocks while the broker is away, so it is called on this sweep's side, not on the connection's
        // event loop.
        return Uni.createFrom()
                .completionStage(() -> CompletableFuture.supplyAsync(() -> sendAll(rows), Runnable::run))
                .runSubscriptionOn(io.smallrye.mutiny.infrastructure.Infrastructure.getDefaultWorkerPool())
                .chain(sent -> store.delete(sent.stream().map(OutgoingEvent::id).toList())
                        .replaceWith(sent.size()));
    }

    /**
     * Sends in runs in which no key comes twice: within one, order does not matter, so all of it is on its way at once. A row of a key
     * leaves when the run with the key's row before is acknowledged whole.
     */
    private List<OutgoingEvent> sendAll(List<OutgoingEvent> rows) {
        Failpoint.reach("sweep.read");
        List<OutgoingEvent> sent = new ArrayList<>(rows.size());
        for (List<OutgoingEvent> run : runs(rows)) {
            List<CompletableFuture<Void>> acknowledgements = run.stream()
                    .map(row -> producer.send(row).toCompletableFuture())
                    .toList();
            for (int i = 0; i < run.size(); i++) {
                if (isAcknowledged(run.get(i), acknowledgements.get(i))) {
                    sent.add(run.get(i));
                }
            }
            boolean whole = acknowledgements.stream().noneMatch(CompletableFuture::isCompletedExceptionally)
                    && acknowledgements.stream().allMatch(CompletableFuture::isDone);
            if (!whole) {
                break;
            }
        }
        Failpoint.reach("sweep.acknowledged");
        return sent;
    }

    static List<List<OutgoingEvent>> runs(List<OutgoingEvent> rows) {
        List<List<OutgoingEvent>> runs = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (OutgoingEvent row : rows) {
            if (runs.isEmpty() || !keys.add(row.topic() + "\n" + row.key())) {
                runs.add(new ArrayList<>());
                keys.clear();
                keys.add(row.topic() + "\n" + row.key());
            }
            runs.getLast().add(row);
        }
        return runs;
    }

    private static boolean isAcknowledged(OutgoingEvent row, CompletableFuture<Void> acknowledgement) {
        try {
            acknowledgement.get(STEP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException failed) {
            LOG.warnf("Event waits for the broker type=%s id=%s cause=%s", row.type(), row.id(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Whether there was any. */
    private boolean handOver(OutboxRelay relay) throws ExecutionException, InterruptedException, TimeoutException {
        long moved = relay.moved();
        UUID last = FIRST;
        List<OutgoingEvent> left = List.of();
        while (!stopping && relay.hasRoom()) {
            left = await(store.leftBehind(last, BATCH));
            left.forEach(relay::offer);
            if (left.size() < BATCH) {
                break;
            }
            last = left.getLast().id();
        }
        // Counting is for the times of trouble; otherwise what is in memory is all there is.
        boolean isQuiet = left.isEmpty() && relay.hasRoom();
        relay.measured(isQuiet ? relay.inFlight() : await(store.size()), moved);
        return !isQuiet;
    }

    private static <T> T await(Uni<T> work) throws ExecutionException, InterruptedException, TimeoutException {
        return work.subscribeAsCompletionStage().get(STEP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
