package io.asteris.ingest.event;

import io.asteris.platform.database.Database;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Works off kept posts on a thread of its own, woken by each that is stored, and by the clock for those that another instance left
 * behind. A post that no transaction bears is put into quarantine alone, so that it holds up nobody.
 */
@ApplicationScoped
public class Processor {
    private static final Logger LOG = Logger.getLogger(Processor.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);
    private static final int BATCH = 200;

    private final Outbox outbox;
    private final Database database;
    private final PostClaims claims;
    private final Effects effects;
    private final PostEnds ends;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean stopping;
    private volatile List<UUID> under = List.of();

    Processor(Outbox outbox, Database database, PostClaims claims, Effects effects, PostEnds ends) {
        this.outbox = outbox;
        this.database = database;
        this.claims = claims;
        this.effects = effects;
        this.ends = ends;
    }

    void start(@Observes StartupEvent started) {
        Thread.ofPlatform().name("posts").daemon().start(this::run);
    }

    void stop(@Observes @Priority(100) ShutdownEvent ending) {
        stopping = true;
        wake();
    }

    /** Says that a post was stored. */
    public void wake() {
        woken.release();
    }

    private void run() {
        int most = BATCH;
        while (!stopping) {
            try {
                woken.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
                most = workOff(most);
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException fault) {
                LOG.errorf(fault, "Posts wait after a fault");
            }
        }
    }

    /** Works until nothing is due; gives how many to take at once next time. */
    private int workOff(int most) throws InterruptedException {
        int taken = most;
        int size = most;
        while (taken > 0 && !stopping) {
            try {
                taken = await(step(size));
                size = BATCH;
            } catch (TimeoutException slow) {
                LOG.warn("Posts wait: a transaction took too long");
                return 1;
            } catch (ExecutionException failed) {
                if (isAvailabilityTrouble(failed.getCause())) {
                    LOG.debugf("Posts wait for the database cause=%s", failed.getCause());
                    return size;
                }
                if (size == 1) {
                    quarantine(failed.getCause());
                }
                size = 1;
            }
        }
        return size;
    }

    private Uni<Integer> step(int most) {
        return outbox.asWorker(open -> claims.take(open.connection(), most)
                        .invoke(posts ->
                                under = posts.stream().map(ClaimedPost::id).toList())
                        .chain(posts -> posts.isEmpty() ? Uni.createFrom().item(0) : apply(open, posts)))
                .invoke(taken -> {
                    if (taken > 0) {
                        Failpoint.reach("posts.committed");
                    }
                });
    }

    private Uni<Integer> apply(OutboxTransaction open, List<ClaimedPost> posts) {
        Failpoint.reach("posts.claimed");
        return effects.apply(open, posts)
                .invoke(() -> Failpoint.reach("posts.applied"))
                .replaceWith(posts.size());
    }

    private void quarantine(Throwable fault) throws InterruptedException {
        String reason = "it cannot be applied: "
                + (fault instanceof PgException refused
                        ? "the database refuses it with " + refused.getSqlState()
                        : fault.getClass().getSimpleName());
        for (UUID post : under) {
            LOG.errorf(fault, "A post cannot be applied and goes into quarantine post=%s", post);
            try {
                await(database.asWorker(connection -> ends.quarantine(connection, Map.of(post, reason))));
            } catch (ExecutionException | TimeoutException trouble) {
                LOG.warnf("The post stays for the next round post=%s cause=%s", post, trouble);
            }
        }
    }

    /** Lost connections, lack of resources, deadlocks and ends of the server pass by themselves; all else is the post's or ours. */
    private static boolean isAvailabilityTrouble(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = refused.getSqlState();
            return state == null || List.of("08", "40", "53", "55", "57", "58").contains(state.substring(0, 2));
        }
        return failure instanceof IOException || failure instanceof VertxException;
    }

    private static <T> T await(Uni<T> work) throws ExecutionException, InterruptedException, TimeoutException {
        return work.subscribeAsCompletionStage().get(STEP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
