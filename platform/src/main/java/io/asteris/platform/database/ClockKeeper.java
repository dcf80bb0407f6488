package io.asteris.platform.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Teaches {@link DatabaseClock} the database's time: once before service code starts, then at an interval. */
@Singleton
final class ClockKeeper {
    private static final Logger LOG = Logger.getLogger(ClockKeeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration FIRST_READING_BOUND = Duration.ofMinutes(1);

    private final Database database;
    private final Vertx vertx;
    private final Duration interval;
    private final DatabaseClock clock = new DatabaseClock(System::nanoTime);
    private long timer;

    ClockKeeper(
            Database database,
            Vertx vertx,
            @ConfigProperty(name = "asteris.database.clock-interval") Duration interval) {
        this.database = database;
        this.vertx = vertx;
        this.interval = interval;
    }

    @Produces
    @Singleton
    DatabaseClock clock() {
        return clock;
    }

    void start(@Observes @Priority(StartOrder.CLOCK) StartupEvent event) {
        learn().onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(FIRST_READING_BOUND.toMillis())
                .await()
                .indefinitely();
        timer = vertx.setPeriodic(interval.toMillis(), ignored -> learnAgain());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void learnAgain() {
        learn().subscribe()
                .with(
                        ignored -> {},
                        failure ->
                                LOG.debug("the database's clock could not be read, the last reading stays", failure));
    }

    private Uni<Void> learn() {
        return database.onWorker(connection -> {
            long before = clock.nanoTime();
            return connection
                    .query("SELECT asteris_now()")
                    .execute()
                    .invoke(rows -> clock.learn(
                            rows.iterator().next().get(OffsetDateTime.class, 0).toInstant(), before, clock.nanoTime()))
                    .replaceWithVoid();
        });
    }
}
