package io.asteris.dispatcher.delivery;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.state.Recipients;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Takes waiting messages of a lane for calls: intent, attempt number, fencing number and lease in one commit. */
@ApplicationScoped
public class ClaimStore {
    /**
     * What keeps a lane from claiming, wholly or in part, is asked in {@code lane_room}, so that no instance can overlook it.
     * Suppressions are looked up here, for each recipient that is owed, in the site's scope and in that of all sites. A message of which
     * nobody is left moves nowhere; it is given as it stands, with what its recipients have become.
     */
    static final String CLAIM =
            """
            WITH due AS (
                SELECT message, recipients, hashes, hashes_all FROM delivery
                WHERE site = $1 AND provider = $2 AND state IN ('queued', 'retry_wait')
                  AND due_at <= asteris_now() AND deadline > asteris_now()
                ORDER BY due_at
                LIMIT lane_room($1, $2, $3, $6)
                FOR UPDATE SKIP LOCKED
            ), looked_up AS (
                SELECT due.message,
                       string_agg(coalesce(skip.letter, substr(due.recipients, n, 1)), '' ORDER BY n) AS recipients
                FROM due CROSS JOIN LATERAL generate_series(1, length(due.recipients)) n
                LEFT JOIN LATERAL (
                    SELECT s.letter FROM suppression s
                    WHERE substr(due.recipients, n, 1) = 'p' AND s.hash IN (due.hashes[n], due.hashes_all[n])
                      AND s.site IN ($1, '*') AND (s.expires_at IS NULL OR s.expires_at > asteris_now())
                    ORDER BY s.site DESC LIMIT 1) skip ON true
                GROUP BY due.message
            ), moved AS (
                UPDATE delivery d
                SET state = 'attempting', version = d.version + 1, attempt = d.attempt + 1, fence = d.fence + 1,
                    owner = $4, lease_until = asteris_now() + $5 * interval '1 millisecond', changed_at = asteris_now(),
                    recipients = l.recipients
                FROM looked_up l WHERE d.message = l.message AND l.recipients ~ '[ptr]'
                RETURNING d.proven,
            """ + DeliveryRows.COLUMNS + """
            ), spent AS (
                INSERT INTO quota_use AS q (account, unit, at, used)
                SELECT p.account, u.unit, date_bin(quota_slice(u.unit), asteris_now(), timestamptz '2000-01-01 00:00:00Z'), m.calls
                FROM provider p, (SELECT count(*) AS calls FROM moved) m,
                     LATERAL (VALUES ('second', p.per_second), ('minute', p.per_minute), ('day', p.per_day)) u (unit, most)
                WHERE p.site = $1 AND p.name = $2 AND p.account IS NOT NULL AND u.most IS NOT NULL AND m.calls > 0
                ON CONFLICT (account, unit, at) DO UPDATE SET used = q.used + excluded.used
            )
            SELECT (SELECT p.version FROM provider p WHERE p.site = $1 AND p.name = $2) AS settings_version,
                   (SELECT l.broken_at IS NOT NULL FROM lane l WHERE l.site = $1 AND l.provider = $2) AS probe,
                   (SELECT coalesce(p.per_second, p.per_minute, p.per_day, p.at_once) IS NOT NULL
                    FROM provider p WHERE p.site = $1 AND p.name = $2) AS limited,
                   NULL AS skipped, d.proven,
            """ + DeliveryRows.COLUMNS + """
            FROM moved d
            UNION ALL
            SELECT NULL, NULL, NULL, l.recipients, d.proven,
            """ + DeliveryRows.COLUMNS + """
            FROM looked_up l JOIN delivery d ON d.message = l.message WHERE l.recipients !~ '[ptr]'
            """;

    /** A row that is locked is having its result written: waiting for it could deadlock, and it needs no lease any more. */
    private static final String RENEW = """
            UPDATE delivery d SET lease_until = asteris_now() + $3 * interval '1 millisecond'
            FROM (SELECT message FROM delivery WHERE message = ANY($1) AND owner = $2 AND state = 'attempting'
                  FOR UPDATE SKIP LOCKED) held
            WHERE d.message = held.message
            """;

    /** What this instance holds without knowing: a claim committed and its answer was lost on the way. */
    private static final String FORGOTTEN = "SELECT " + DeliveryRows.COLUMNS + """
             FROM delivery d
            WHERE d.site = $1 AND d.provider = $2 AND d.state = 'attempting' AND d.owner = $3 AND NOT d.message = ANY($4)
            """;

    /** For each lane with waiting mail, when its first message is due: one index look-up a lane, however much waits. */
    public static final String HEADS = """
            WITH RECURSIVE head AS (
                (SELECT site, provider, due_at FROM delivery WHERE state IN ('queued', 'retry_wait')
                 ORDER BY site, provider, due_at LIMIT 1)
                UNION ALL
                SELECT next.site, next.provider, next.due_at
                FROM head, LATERAL (
                    SELECT d.site, d.provider, d.due_at FROM delivery d
                    WHERE d.state IN ('queued', 'retry_wait') AND (d.site, d.provider) > (head.site, head.provider)
                    ORDER BY d.site, d.provider, d.due_at LIMIT 1) next
            )
            """;

    static final String LANES_WITH_WORK = HEADS + """
            SELECT site, provider, greatest(0, extract(epoch FROM due_at - asteris_now()) * 1000)::bigint AS millis FROM head
            WHERE NOT EXISTS (SELECT FROM lane l WHERE l.site = head.site AND l.provider = head.provider
                              AND (l.held IS NOT NULL OR l.paused OR l.until > asteris_now()
                                   OR l.broken_at IS NOT NULL AND l.probe_at > asteris_now()))
            """;

    private final Database database;

    ClaimStore(Database database) {
        this.database = database;
    }

    /**
     * Claims at most that many messages that are due, the longest due first; none while the lane is held, paused or waiting. Rows
     * that another instance is claiming are left to it. Among them are messages of which every recipient is suppressed; those are
     * not claimed, only found.
     *
     * @param owner this instance
     * @param probe between two calls that try a broken circuit
     */
    public Uni<List<Claimed>> claim(LaneKey lane, int most, String owner, Duration lease, Duration probe) {
        return database.workers()
                .preparedQuery(CLAIM)
                .execute(Tuple.from(
                        List.of(lane.site().value(), lane.provider(), most, owner, lease.toMillis(), probe.toMillis())))
                .map(ClaimStore::claimed);
    }

    /** Holds on to claims for another lease; one that was lost meanwhile is left alone. */
    public Uni<Void> renew(Collection<MessageId> messages, String owner, Duration lease) {
        return database.workers()
                .preparedQuery(RENEW)
                .execute(Tuple.of(ids(messages), owner, lease.toMillis()))
                .replaceWithVoid();
    }

    /** Messages of a lane that this owner has claimed, other than the known ones. */
    public Uni<List<Delivery>> forgotten(LaneKey lane, String owner, Collection<MessageId> known) {
        return database.workers()
                .preparedQuery(FORGOTTEN)
                .execute(Tuple.of(lane.site().value(), lane.provider(), owner, ids(known)))
                .map(DeliveryRows::read);
    }

    /** Every lane in which something waits, with the time until its first message is due. */
    public Uni<List<Head>> lanesWithWork() {
        return database.workers().query(LANES_WITH_WORK).execute().map(rows -> {
            List<Head> heads = new ArrayList<>(rows.size());
            for (Row row : rows) {
                var lane = new LaneKey(new SiteId(row.getString("site")), row.getString("provider"));
                heads.add(new Head(lane, Duration.ofMillis(row.getLong("millis"))));
            }
            return heads;
        });
    }

    private static List<Claimed> claimed(RowSet<Row> rows) {
        List<Claimed> claimed = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String skipped = row.getString("skipped");
            Integer[] proven = row.getArrayOfIntegers("proven");
            claimed.add(new Claimed(
                    DeliveryRows.read(row),
                    row.getLong("settings_version"),
                    Boolean.TRUE.equals(row.getBoolean("probe")),
                    Boolean.TRUE.equals(row.getBoolean("limited")),
                    skipped == null ? null : new Recipients(skipped),
                    proven == null ? List.of() : List.of(proven)));
        }
        return claimed;
    }

    private static UUID[] ids(Collection<MessageId> messages) {
        return messages.stream().map(MessageId::value).toArray(UUID[]::new);
    }

    /** The first waiting message of a lane; a negative or zero wait means it is due. */
    public record Head(LaneKey lane, Duration dueIn) {}
}
