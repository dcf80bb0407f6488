package io.asteris.deliverability.alert;

import static io.asteris.deliverability.alert.SeenStore.utc;
import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages that were queued and of which nothing else is known, in the table {@code queued}: a row for all that are heard of at once. Most
 * are sent before anybody asks how long they wait, so they are counted once, when they are sent, and not twice.
 */
@ApplicationScoped
class QueuedStore {
    /** Shorter than the shortest window of a rule about waiting. */
    private static final String A_WHILE = "interval '30 seconds'";

    private static final int MOST = 20;

    private static final String KEEP =
            "INSERT INTO queued (messages, sites, versions, at, due_at) VALUES ($1, $2, $3, $4, $5)";

    /** Those that have ended meanwhile were counted then and wait no longer. Each is looked up by its key, whatever statistics say. */
    private static final String TAKE = """
            WITH taken AS (
                DELETE FROM queued WHERE id IN (
                    SELECT id FROM queued WHERE heard_at < asteris_now() - %s ORDER BY id LIMIT %d FOR UPDATE SKIP LOCKED)
                RETURNING messages, sites, versions, at, due_at)
            SELECT whole.rows, waiting.*
            FROM (SELECT count(*) AS rows FROM taken) AS whole LEFT JOIN (
                SELECT q.* FROM taken, unnest(messages, sites, versions, at, due_at) AS q (message, site, version, at, due_at)
                LEFT JOIN LATERAL (
                    SELECT true AS is_over FROM seen_message s
                    WHERE s.message = q.message
                      AND s.state IN ('sent', 'failed', 'suppressed', 'expired', 'cancelled', 'unknown') LIMIT 1) AS s ON true
                WHERE s.is_over IS NULL) AS waiting ON true
            """.formatted(A_WHILE, MOST);

    /** Keeps them until somebody asks. */
    Uni<Void> keep(SqlConnection connection, List<Seen> queued) {
        if (queued.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        column(queued, UUID[]::new, seen -> seen.message().value()),
                        column(queued, String[]::new, seen -> seen.site().value()),
                        column(queued, Integer[]::new, Seen::version),
                        column(queued, OffsetDateTime[]::new, seen -> utc(seen.firstAt())),
                        column(queued, OffsetDateTime[]::new, seen -> utc(seen.dueAt()))))
                .replaceWithVoid();
    }

    /** Takes some of those that were queued a while ago out again. */
    Uni<Taken> take(SqlConnection connection) {
        return connection.query(TAKE).execute().map(rows -> {
            Map<MessageId, Seen> waiting = new LinkedHashMap<>();
            boolean any = false;
            for (Row row : rows) {
                any |= row.getLong("rows") > 0;
                if (row.getUUID("message") != null) {
                    Seen seen = Seen.queued(
                            new MessageId(row.getUUID("message")),
                            new SiteId(row.getString("site")),
                            row.getInteger("version"),
                            row.getOffsetDateTime("at").toInstant(),
                            row.getOffsetDateTime("due_at").toInstant());
                    waiting.merge(seen.message(), seen, Seen::and);
                }
            }
            return new Taken(any, waiting.values());
        });
    }

    /**
     * What was taken.
     *
     * @param any whether there may be more
     * @param waiting the messages among it that may still wait
     */
    record Taken(boolean any, Collection<Seen> waiting) {}
}
