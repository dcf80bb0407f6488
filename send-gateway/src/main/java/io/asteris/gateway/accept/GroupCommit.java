package io.asteris.gateway.accept;

import io.asteris.gateway.GatewayConfig;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.kafka.OutgoingEvent;
import io.asteris.platform.outbox.Outbox;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Lets all that wait at one moment share one commit. There is no timer: a unit is written as soon as a connection is free, alone
 * when it is alone, and while the disk is busy the next group gathers by itself. After the commit the announcements go out from
 * memory.
 */
@Singleton
class GroupCommit {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final GroupStatement statement;
    private final Outbox outbox;
    private final Vertx vertx;
    private final GatewayConfig.Commit bounds;
    private final DistributionSummary groupSize;

    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<Waiting> underWay = new HashSet<>();
    private int busy;

    GroupCommit(GroupStatement statement, Outbox outbox, Vertx vertx, GatewayConfig config, MeterRegistry metrics) {
        this.statement = statement;
        this.outbox = outbox;
        this.vertx = vertx;
        this.bounds = config.commit();
        this.groupSize = metrics.summary("asteris.accept.group.size");
        metrics.gauge("asteris.gateway.backlog", outbox, Outbox::unpublished);
    }

    /** A unit until it is known what became of it. */
    private static final class Waiting {
        private final Unit unit;
        private final long octets;
        private final long since = System.nanoTime();
        private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

        private Waiting(Unit unit) {
            this.unit = unit;
            this.octets = unit.octets();
        }
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(LOOK.toMillis(), timer -> giveUpOld());
    }

    /**
     * Stores a unit.
     *
     * @return true when it is on the disk, false when its key was taken and nothing of it was stored; a failure when it was not
     *     stored, or when nobody knows
     */
    Uni<Boolean> commit(Unit unit) {
        var waiting = new Waiting(unit);
        synchronized (this) {
            queue.add(waiting);
        }
        writeNext();
        return Uni.createFrom().completionStage(waiting.stored);
    }

    private void writeNext() {
        for (List<Waiting> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
            write(group);
        }
    }

    private synchronized List<Waiting> nextGroup() {
        var group = new ArrayList<Waiting>();
        if (busy >= bounds.connections()) {
            return group;
        }
        long octets = 0;
        int rows = 0;
        for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
            octets += next.octets;
            rows += next.unit.messages().size();
            boolean full = rows > bounds.rows() || octets > bounds.octets().asLongValue();
            if (full && !group.isEmpty()) {
                break;
            }
            queue.remove();
            group.add(next);
        }
        if (!group.isEmpty()) {
            busy++;
            underWay.addAll(group);
        }
        return group;
    }

    private void write(List<Waiting> group) {
        groupSize.record(group.size());
        statement
                .store(units(group))
                .onSubscription()
                .invoke(() -> Failpoint.reach("accept.ready"))
                .invoke(() -> Failpoint.reach("accept.committed"))
                .subscribe()
                .with(
                        taken -> {
                            freed(group);
                            written(group, taken);
                        },
                        failure -> {
                            freed(group);
                            failed(group, failure);
                        });
    }

    private void written(List<Waiting> group, Set<Integer> taken) {
        var announcements = new ArrayList<OutgoingEvent>();
        for (int i = 0; i < group.size(); i++) {
            if (!taken.contains(i)) {
                announcements.addAll(group.get(i).unit.announcements());
            }
        }
        outbox.publish(announcements);
        for (int i = 0; i < group.size(); i++) {
            group.get(i).stored.complete(!taken.contains(i));
        }
        Failpoint.reach("accept.answered");
    }

    private void failed(List<Waiting> group, Throwable failure) {
        if (group.size() > 1 && failure instanceof PgException refused && isAboutOneUnit(refused)) {
            LOG.errorf("A group is stored one by one, because one unit is refused sqlState=%s", refused.getSqlState());
            group.forEach(this::writeAlone);
            return;
        }
        group.forEach(waiting -> waiting.stored.completeExceptionally(failure));
    }

    /** One unit that the database refuses must not keep others out. */
    private void writeAlone(Waiting waiting) {
        statement
                .store(List.of(waiting.unit))
                .subscribe()
                .with(
                        taken -> written(List.of(waiting), taken),
                        failure -> waiting.stored.completeExceptionally(failure));
    }

    /** Classes 22 and 23: a value, or a constraint (PostgreSQL, appendix A). */
    private static boolean isAboutOneUnit(PgException refused) {
        String state = refused.getSqlState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void freed(List<Waiting> group) {
        synchronized (this) {
            group.forEach(underWay::remove);
            busy--;
        }
        writeNext();
    }

    /** Answers those that have waited too long; what still stands in the queue is then never written. */
    private void giveUpOld() {
        long limit = System.nanoTime() - bounds.timeout().toNanos();
        List<Waiting> old = new ArrayList<>();
        synchronized (this) {
            while (!queue.isEmpty() && queue.element().since < limit) {
                old.add(queue.remove());
            }
            underWay.stream().filter(waiting -> waiting.since < limit).forEach(old::add);
        }
        old.forEach(waiting -> waiting.stored.completeExceptionally(Unavailable.tooSlow()));
    }

    private static List<Unit> units(List<Waiting> group) {
        return group.stream().map(waiting -> waiting.unit).toList();
    }
}
