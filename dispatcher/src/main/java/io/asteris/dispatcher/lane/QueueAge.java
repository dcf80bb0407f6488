package io.asteris.dispatcher.lane;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells a site's owner when due mail has been waiting for too long, whatever keeps it, and when it no longer does. */
@ApplicationScoped
class QueueAge {
    private static final String GROWN_OLD = ClaimStore.HEADS + """
            INSERT INTO lane AS l (site, provider, aged_at)
            SELECT site, provider, asteris_now() FROM head
            WHERE provider IS NOT NULL AND due_at < asteris_now() - $1 * interval '1 millisecond'
            ON CONFLICT (site, provider) DO UPDATE SET aged_at = excluded.aged_at WHERE l.aged_at IS NULL
            RETURNING site, provider
            """;
    private static final String YOUNG_AGAIN = """
            UPDATE lane l SET aged_at = NULL
            WHERE l.aged_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM delivery d WHERE d.site = l.site AND d.provider = l.provider AND d.state IN ('queued', 'retry_wait')
                AND d.due_at < asteris_now() - $1 * interval '1 millisecond')
            RETURNING l.site, l.provider
            """;
    private static final String STILL_OLD = "SELECT count(*) AS old FROM lane WHERE site = $1 AND aged_at IS NOT NULL";

    private final Outbox outbox;
    private final DatabaseClock clock;
    private final Duration most;

    QueueAge(Outbox outbox, DatabaseClock clock, DispatcherConfig config) {
        this.outbox = outbox;
        this.clock = clock;
        this.most = config.lane().queueAge();
    }

    /** Looks at all lanes and tells what changed. */
    Uni<Void> look() {
        return outbox.asWorker(tx -> lanes(tx, GROWN_OLD)
                .invoke(old -> old.forEach(lane -> tx.tell(new AlertEvent.Raised(alert(
                        lane,
                        "Mail over the provider " + lane.provider() + " has been waiting for more than "
                                + most.toMinutes() + " minutes.")))))
                .chain(() -> lanes(tx, YOUNG_AGAIN))
                .chain(young -> clear(tx, young)));
    }

    private Uni<Void> clear(OutboxTransaction tx, List<LaneKey> young) {
        if (young.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LaneKey lane = young.getFirst();
        return tx.connection()
                .preparedQuery(STILL_OLD)
                .execute(Tuple.of(lane.site().value()))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("old") == 0) {
                        tx.tell(new AlertEvent.Cleared(alert(lane, "No mail waits for too long any more.")));
                    }
                })
                .chain(() -> clear(tx, young.subList(1, young.size())));
    }

    private Uni<List<LaneKey>> lanes(OutboxTransaction tx, String statement) {
        return tx.connection()
                .preparedQuery(statement)
                .execute(Tuple.of(most.toMillis()))
                .map(rows -> {
                    List<LaneKey> lanes = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        lanes.add(new LaneKey(new SiteId(row.getString("site")), row.getString("provider")));
                    }
                    return lanes;
                });
    }

    private Alert alert(LaneKey lane, String summary) {
        Instant now = clock.now();
        return new Alert(
                lane.site(), Alert.Cause.QUEUE_AGE, Alert.Severity.WARNING, now, now, 1, summary, Api.BASE + "/lanes");
    }
}
