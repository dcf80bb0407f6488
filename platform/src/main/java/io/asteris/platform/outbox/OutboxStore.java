package io.asteris.platform.outbox;

import io.asteris.contract.Topic;
import io.asteris.platform.database.Database;
import io.asteris.platform.kafka.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The table {@code outbox} in the service's own schema. */
@Singleton
class OutboxStore {
    private static final String INSERT = """
            INSERT INTO outbox (id, topic, key, type, site, body, trace)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[])
            """;

    /** Nobody waits for the disk here: a deletion that a crash takes back only brings an event once more, which consumers tolerate. */
    private static final String DELETE = """
            DELETE FROM outbox
            WHERE id = ANY($1) AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
            """;

    private static final String LEFT_BEHIND = """
            SELECT id, topic, key, type, site, body, trace FROM outbox
            WHERE id > $1 AND created_at < asteris_now() - interval '2 seconds' AND topic <> ALL($2)
            ORDER BY id LIMIT $3
            """;

    /** Names the topics as the index does that holds these rows only ({@link Rows#ORDERED}). */
    static final String IN_ORDER = """
            SELECT id, topic, key, type, site, body, trace FROM outbox
            WHERE topic IN ('settings', 'sites', 'suppressions') ORDER BY created_at, id LIMIT $1
            """;

    private static final String WAITING = """
            SELECT count(*)::integer FROM (SELECT FROM outbox WHERE topic = $1 LIMIT $2) AS waiting
            """;

    /** One relay of a schema at a time publishes what must stay in order; the number only has to differ from other locks'. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext(current_schema()), 7001)";

    private final Database database;

    OutboxStore(Database database) {
        this.database = database;
    }

    Uni<Void> insert(SqlConnection connection, List<OutgoingEvent> rows) {
        int size = rows.size();
        var ids = new UUID[size];
        var topics = new String[size];
        var keys = new String[size];
        var types = new String[size];
        var sites = new String[size];
        var bodies = new Buffer[size];
        var traces = new String[size];
        for (int i = 0; i < size; i++) {
            OutgoingEvent row = rows.get(i);
            ids[i] = row.id();
            topics[i] = row.topic();
            keys[i] = row.key();
            types[i] = row.type();
            sites[i] = row.site();
            bodies[i] = Buffer.buffer(row.body());
            traces[i] = row.trace();
        }
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.from(new Object[] {ids, topics, keys, types, sites, bodies, traces}))
                .replaceWithVoid();
    }

    Uni<Void> delete(Collection<UUID> ids) {
        return database.onWorker(connection -> connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid());
    }

    /** Rows that were committed a while ago, oldest first, from behind that id on; in quiet times there are none. */
    Uni<List<OutgoingEvent>> leftBehind(UUID after, int limit) {
        return database.onWorker(connection -> connection
                .preparedQuery(LEFT_BEHIND)
                .execute(Tuple.of(after, Rows.ORDERED.toArray(String[]::new), limit))
                .map(OutboxStore::events));
    }

    /** Locks out the relays of other instances for the rest of the transaction, then reads what must stay in order. */
    Uni<List<OutgoingEvent>> inOrder(SqlConnection connection, int limit) {
        return connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(IN_ORDER).execute(Tuple.of(limit)))
                .map(OutboxStore::events);
    }

    Uni<Integer> waiting(Topic topic, int most) {
        return database.onWorker(connection -> connection
                .preparedQuery(WAITING)
                .execute(Tuple.of(topic.topicName(), most))
                .map(rows -> rows.iterator().next().getInteger(0)));
    }

    Uni<Long> size() {
        return database.onWorker(connection -> connection
                .query("SELECT count(*) FROM outbox")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private static List<OutgoingEvent> events(RowSet<Row> rows) {
        List<OutgoingEvent> events = new ArrayList<>(rows.size());
        for (Row row : rows) {
            events.add(new OutgoingEvent(
                    row.getUUID("id"),
                    row.getString("topic"),
                    row.getString("key"),
                    row.getString("type"),
                    row.getString("site"),
                    row.getBuffer("body").getBytes(),
                    row.getString("trace")));
        }
        return events;
    }
}
