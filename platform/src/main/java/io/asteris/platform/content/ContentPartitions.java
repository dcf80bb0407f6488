package io.asteris.platform.content;

import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.database.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sees to it that blobs of the next days have their partitions, before the service starts and then each hour, and that days which
 * nobody needs any more are dropped: a message may be tried for its max age, and its content is kept for a while beyond that.
 */
@Singleton
class ContentPartitions {
    private static final Logger LOG = Logger.getLogger(ContentPartitions.class);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration START_BOUND = Duration.ofMinutes(1);

    /** Yesterday too, for ids minted just before midnight; a week ahead, so that a day without this task does no harm. */
    private static final String ENSURE =
            "SELECT content.ensure_partitions((asteris_now() AT TIME ZONE 'UTC')::date - 1, $1)";

    private static final int DAYS = 9;

    private final Database database;
    private final ContentStore store;
    private final DatabaseClock clock;
    private final Duration kept;
    private final Vertx vertx;
    private long timer;

    ContentPartitions(
            Database database,
            ContentStore store,
            DatabaseClock clock,
            Vertx vertx,
            @ConfigProperty(name = "asteris.content.keep", defaultValue = "7d") Duration keep,
            @ConfigProperty(name = "asteris.dispatcher.retry.max-age", defaultValue = "5d") Duration maxAge) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.kept = keep.plus(maxAge);
        this.vertx = vertx;
    }

    void start(@Observes @Priority(StartOrder.CONTENT) StartupEvent event) {
        ensure().onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(START_BOUND.toMillis())
                .await()
                .indefinitely();
        timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> maintain()
                .subscribe()
                .with(done -> {}, failure -> LOG.warn("the content's partitions could not be looked after", failure)));
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Makes the days to come and drops those that are over. */
    Uni<Void> maintain() {
        return ensure().chain(() -> store.expire(clock.now().minus(kept)));
    }

    private Uni<Void> ensure() {
        return database.onWorker(connection ->
                connection.preparedQuery(ENSURE).execute(Tuple.of(DAYS)).replaceWithVoid());
    }
}
