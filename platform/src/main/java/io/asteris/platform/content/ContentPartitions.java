package io.asteris.platform.content;

import io.asteris.platform.database.Database;
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
import org.jboss.logging.Logger;

/** Sees to it that blobs of the next days have their partitions: before the service starts, then each hour. */
@Singleton
final class ContentPartitions {
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
    private final Vertx vertx;
    private long timer;

    ContentPartitions(Database database, Vertx vertx) {
        this.database = database;
        this.vertx = vertx;
    }

    void start(@Observes @Priority(StartOrder.CONTENT) StartupEvent event) {
        ensure().onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(START_BOUND.toMillis())
                .await()
                .indefinitely();
        timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> ensure().subscribe()
                .with(done -> {}, failure -> LOG.warn("the partitions of the next days could not be made", failure)));
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private Uni<Void> ensure() {
        return database.onWorker(connection ->
                connection.preparedQuery(ENSURE).execute(Tuple.of(DAYS)).replaceWithVoid());
    }
}
