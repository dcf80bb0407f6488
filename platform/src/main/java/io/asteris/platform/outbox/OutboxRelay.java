package io.asteris.platform.outbox;

import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.kafka.EventProducer;
import io.asteris.platform.kafka.OutgoingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings committed rows to the broker. Its thread publishes what this process hands over, in order and without waiting; the
 * {@link OutboxSweep} brings what nobody published. A row is held as in flight from the hand-over until its deletion, so that the
 * sweep does not publish it a second time.
 */
@Singleton
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** Rows held in memory while the broker is away; beyond it they stay in the table alone, for the sweep. */
    private static final int MAX_IN_FLIGHT = 20_000;

    /**
     * After what stood in the queue was sent, the next is gathered for so long: a request to the broker costs by its number, as does what
     * consumers make of it. What comes after a silence goes at once.
     */
    private static final Duration GATHERING = Duration.ofMillis(20);

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    private final EventProducer producer;
    private final OutboxCleaner cleaner;
    private final OutboxSweep sweep;
    private final BlockingQueue<OutgoingEvent> queue = new LinkedBlockingQueue<>();
    private final Set<UUID> inFlight = ConcurrentHashMap.newKeySet();
    private final Unpublished unpublished = new Unpublished();
    private final Thread thread =
            Thread.ofPlatform().name("outbox relay").daemon().unstarted(this::run);
    private volatile boolean stopping;

    OutboxRelay(EventProducer producer, OutboxCleaner cleaner, OutboxSweep sweep, MeterRegistry metrics) {
        this.producer = producer;
        this.cleaner = cleaner;
        this.sweep = sweep;
        metrics.gauge("asteris.outbox.unpublished", unpublished, Unpublished::rows);
    }

    void start(@Observes StartupEvent started) {
        thread.start();
        sweep.start(this);
    }

    /** Publishes committed rows; those whose order matters go by the sweep's ordered way, which is woken at once. */
    void publish(List<OutgoingEvent> rows) {
        unpublished.add(rows.size());
        boolean ordered = false;
        for (OutgoingEvent row : rows) {
            if (Rows.ORDERED.contains(row.topic())) {
                ordered = true;
            } else {
                offer(row);
            }
        }
        if (ordered) {
            sweep.wake();
        }
    }

    /** Takes a row to be published, unless it already is or memory is full of them; then it stays for a later sweep. */
    void offer(OutgoingEvent row) {
        if (inFlight.size() < MAX_IN_FLIGHT && inFlight.add(row.id())) {
            queue.add(row);
        }
    }

    /** Whether a sweep may bring more; half of the memory is kept for what this process commits itself. */
    boolean hasRoom() {
        return inFlight.size() < MAX_IN_FLIGHT / 2;
    }

    long inFlight() {
        return inFlight.size();
    }

    long unpublished() {
        return unpublished.rows();
    }

    /** To be asked for before a look at the table. */
    long moved() {
        return unpublished.moved();
    }

    /**
     * What the table really holds. Rows that only wait for their deletion hold up nobody.
     *
     * @param before what had {@link #moved} when the look began
     */
    void measured(long rows, long before) {
        unpublished.measured(Math.max(0, rows - cleaner.waiting()), before);
    }

    void published(int rows) {
        unpublished.add(-rows);
    }

    private void run() {
        while (!stopping || !queue.isEmpty()) {
            try {
                OutgoingEvent first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    sendWithAllThatWaits(first);
                    Thread.sleep(GATHERING);
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    private void sendWithAllThatWaits(OutgoingEvent first) {
        for (OutgoingEvent row = first; row != null; row = queue.poll()) {
            send(row);
        }
    }

    private void send(OutgoingEvent row) {
        try {
            Failpoint.reach("outbox.committed");
            var unused = producer.send(row)
                    .thenRun(() -> acknowledged(row))
                    .exceptionally(failure -> leftToTheSweep(row, failure));
        } catch (RuntimeException fault) {
            leftToTheSweep(row, fault);
        }
    }

    private void acknowledged(OutgoingEvent row) {
        Failpoint.reach("outbox.acknowledged");
        cleaner.published(row.id(), this::cleaned);
        unpublished.add(-1);
    }

    private void cleaned(UUID row) {
        inFlight.remove(row);
        unpublished.cleaned();
    }

    /** The row is still in the table; the sweep publishes it when what went wrong has passed. */
    @SuppressWarnings("NullAway") // what a stage of nothing gives
    private Void leftToTheSweep(OutgoingEvent row, Throwable failure) {
        LOG.warnf("Event is left to the sweep type=%s id=%s cause=%s", row.type(), row.id(), failure);
        inFlight.remove(row.id());
        return null;
    }

    void stop(@Observes @Priority(300) ShutdownEvent stoppingEvent) {
        stopping = true;
        sweep.stop();
        try {
            thread.join(DRAIN_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        cleaner.stop();
    }
}
