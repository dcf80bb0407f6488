package io.asteris.log.job;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Gives each running job its turn, one step after the other, the one that waits longest first. A job belongs to nobody: when the
 * process that took it dies, another takes it once its lease is over.
 */
@ApplicationScoped
public class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final JobStore store;
    private final List<JobWork> works;
    private final AtomicBoolean running = new AtomicBoolean();
    private long looks = -1;
    private volatile boolean stopping;

    JobRunner(Vertx vertx, JobStore store, @All List<JobWork> works) {
        this.vertx = vertx;
        this.store = store;
        this.works = works;
    }

    void start(@Observes StartupEvent started) {
        looks = vertx.setPeriodic(LOOK.toMillis(), ignored -> wake());
    }

    void stop(@Observes ShutdownEvent ending) {
        stopping = true;
        vertx.cancelTimer(looks);
    }

    /** A job may be due now. */
    public void wake() {
        if (!stopping && running.compareAndSet(false, true)) {
            turn().repeat()
                    .whilst(worked -> worked && !stopping)
                    .collect()
                    .last()
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.warnf("Jobs wait for the database cause=%s", failure));
        }
    }

    /** One step of one job; false when none is due. */
    private Uni<Boolean> turn() {
        return store.take(LEASE).chain(taken -> taken.map(job -> step(job).replaceWith(true))
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Void> step(Job job) {
        return work(job)
                .step(job)
                .onFailure()
                .invoke(trouble -> LOG.warnf("A job's step is tried again jobId=%s cause=%s", job.id(), trouble))
                .onFailure()
                .recoverWithItem(AFTER_TROUBLE)
                .chain(pause -> store.rest(job, pause));
    }

    private JobWork work(Job job) {
        return works.stream()
                .filter(work -> work.kind() == job.kind())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody does jobs of the kind " + job.kind()));
    }
}
