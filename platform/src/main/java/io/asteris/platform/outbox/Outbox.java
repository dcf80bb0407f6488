package io.asteris.platform.outbox;

import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.kafka.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Changes facts and tells about them in one transaction. What was told is published right after the commit, and later again if the
 * process dies in between: consumers tolerate repeats.
 */
@Singleton
public class Outbox {
    private final Database database;
    private final DatabaseClock clock;
    private final OutboxStore store;
    private final OutboxRelay relay;

    Outbox(Database database, DatabaseClock clock, OutboxStore store, OutboxRelay relay) {
        this.database = database;
        this.clock = clock;
        this.store = store;
        this.relay = relay;
    }

    /** A transaction under the workers' role, which sees all sites. */
    public <T> Uni<T> asWorker(Function<OutboxTransaction, Uni<T>> work) {
        return transact(database::asWorker, work);
    }

    /** A transaction under the requests' role, bound to one site. */
    public <T> Uni<T> inSite(SiteId site, Function<OutboxTransaction, Uni<T>> work) {
        return transact(inner -> database.inSite(site, inner), work);
    }

    /** The rows for these events, for a path with its own transaction: {@link #insert} there, {@link #publish} after the commit. */
    public List<OutgoingEvent> rows(List<? extends Event> events) {
        Instant now = clock.now();
        return events.stream().map(event -> Rows.of(event, now, null)).toList();
    }

    /** Writes rows in the caller's transaction, in one statement. */
    public Uni<Void> insert(SqlConnection connection, List<OutgoingEvent> rows) {
        return rows.isEmpty() ? Uni.createFrom().voidItem() : store.insert(connection, rows);
    }

    /** Publishes committed rows from memory; returns at once. */
    public void publish(List<OutgoingEvent> rows) {
        relay.publish(rows);
    }

    /** About how many committed events no broker has acknowledged yet. */
    public long unpublished() {
        return relay.unpublished();
    }

    /** How many committed events of a topic are in the table, those of other instances among them; counting ends at the given number. */
    public Uni<Integer> waiting(Topic topic, int most) {
        return store.waiting(topic, most);
    }

    private <T> Uni<T> transact(
            Function<Function<SqlConnection, Uni<T>>, Uni<T>> transaction, Function<OutboxTransaction, Uni<T>> work) {
        var rows = new AtomicReference<List<OutgoingEvent>>(List.of());
        return transaction
                .apply(connection -> {
                    var open = new OutboxTransaction(connection);
                    return work.apply(open).call(() -> {
                        rows.set(rows(open.told()));
                        return insert(connection, rows.get());
                    });
                })
                .invoke(() -> relay.publish(rows.get()));
    }
}
