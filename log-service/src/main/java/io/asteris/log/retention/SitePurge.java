package io.asteris.log.retention;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.log.ingest.Partitions;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The purge of one site, in steps of a transaction each: open messages that its horizon has passed are parked in the class that
 * never falls; entries in a class that is no longer the site's move to the one that is, or are deleted where they are hidden and
 * closed; and the date is remembered as done.
 */
@ApplicationScoped
class SitePurge {
    private static final int AT_ONCE = 2_000;
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** What PostgreSQL says when a row that was to be written has moved to another partition meanwhile. */
    private static final String SERIALIZATION_FAILURE = "40001";

    private static final String LAST_HORIZON = """
            SELECT horizon FROM purged WHERE site = $1 ORDER BY day DESC LIMIT 1
            """;

    private static final String PASSED_OPEN = """
            SELECT message, retention
            FROM entry
            WHERE site = $1 AND message >= $2 AND message < $3 AND retention <> 0 AND NOT closed AND kind IS NOT NULL
            ORDER BY message
            LIMIT $4
            """;

    private static final String COUNT_HIDDEN = """
            SELECT count(*)
            FROM entry
            WHERE site = $1 AND message >= $2 AND message < $3 AND recorded AND kind IS NOT NULL AND closed
            """;

    private static final String MOVE = """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest($2::uuid[], $3::smallint[]) AS given (message, retention)
            ), entries AS (
                UPDATE entry SET retention = $4 FROM given
                WHERE entry.site = $1 AND entry.message = given.message AND entry.retention = given.retention
            ), bodies AS (
                UPDATE body SET retention = $4 FROM given
                WHERE body.site = $1 AND body.message = given.message AND body.retention = given.retention
            ), words AS (
                UPDATE word SET retention = $4 FROM given
                WHERE word.site = $1 AND word.message = given.message AND word.retention = given.retention
            )
            INSERT INTO holding (site, retention) VALUES ($1, $4) ON CONFLICT DO NOTHING
            """;

    private static final String DELETE = """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest($2::uuid[], $3::smallint[]) AS given (message, retention)
            ), bodies AS (
                DELETE FROM body USING given
                WHERE body.site = $1 AND body.message = given.message AND body.retention = given.retention
            ), words AS (
                DELETE FROM word USING given
                WHERE word.site = $1 AND word.message = given.message AND word.retention = given.retention
            )
            DELETE FROM entry USING given
            WHERE entry.site = $1 AND entry.message = given.message AND entry.retention = given.retention
            """;

    /** Writers of entries hold the lock shared, so none of them has written what is not seen here. */
    private static final String LOCK_HOLDING = "SELECT pg_advisory_xact_lock(hashtext('log.holding'))";

    private static final String LET_GO = """
            DELETE FROM holding
            WHERE site = $1 AND retention <> $2
              AND NOT EXISTS (SELECT FROM entry WHERE entry.site = $1 AND entry.retention = holding.retention)
            """;

    private static final String DONE = """
            INSERT INTO purged (site, day, horizon, hidden) VALUES ($1, $2, $3, $4)
            ON CONFLICT (site, day) DO UPDATE
            SET horizon = greatest(purged.horizon, excluded.horizon), hidden = purged.hidden + excluded.hidden
            """;

    /** No body was packed with them in the last day, and none that was is there: all of them were accepted earlier. */
    private static final String LET_DICTIONARIES_GO = """
            DELETE FROM dictionary
            WHERE site = $1 AND made_at < asteris_now() - interval '8 days'
              AND NOT EXISTS (SELECT FROM entry
                              WHERE entry.site = $1 AND entry.message < message_floor(dictionary.made_at + interval '8 days'))
            """;

    /** Tombstones outlive the topics; who read which body can be asked for a year. */
    private static final List<String> FORGET = List.of(
            "DELETE FROM tombstone WHERE at < asteris_now() - interval '8 days'",
            "DELETE FROM erased_address WHERE at < asteris_now() - interval '8 days'",
            "DELETE FROM body_read WHERE at < asteris_now() - interval '365 days'",
            "DELETE FROM purged WHERE at < asteris_now() - interval '365 days'");

    private final Database database;
    private final Partitions partitions;

    SitePurge(Database database, Partitions partitions) {
        this.database = database;
        this.partitions = partitions;
    }

    /**
     * What is to be done.
     *
     * @param retention the class in which the site's entries belong
     * @param horizon closed messages below it are hidden
     * @param day the site's local date
     */
    record Order(SiteId site, Retention retention, UUID horizon, LocalDate day) {}

    /** Does it; gives how many entries were hidden since the purge before. */
    Uni<Long> run(Order order) {
        return database.onWorker(connection -> lastHorizon(connection, order))
                .chain(from -> hidden(order, from)
                        .call(() -> park(order, from))
                        .call(() -> strays(order))
                        .call(() -> letDictionariesGo(order.site()))
                        .call(hidden -> database.asWorker(connection -> finish(connection, order, hidden))))
                .onFailure(SitePurge::isOvertaken)
                .retry()
                .withBackOff(PAUSE, LONGEST_PAUSE)
                .atMost(TRIES);
    }

    /** By another purge of the site, or by facts of a message that was to be moved. Each step is done again without harm. */
    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof PgException refused && SERIALIZATION_FAILURE.equals(refused.getSqlState());
    }

    /** Deletes what is only needed for a time. */
    Uni<Void> forget() {
        return Multi.createFrom()
                .iterable(FORGET)
                .onItem()
                .transformToUniAndConcatenate(sql ->
                        database.onWorker(connection -> connection.query(sql).execute()))
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<UUID> lastHorizon(SqlConnection connection, Order order) {
        return connection
                .preparedQuery(LAST_HORIZON)
                .execute(Tuple.of(order.site().value()))
                .map(rows -> rows.size() == 0
                        ? new UUID(0, 0)
                        : rows.iterator().next().getUUID("horizon"));
    }

    private Uni<Void> park(Order order, UUID from) {
        var parameters = Tuple.of(order.site().value(), from, order.horizon(), AT_ONCE);
        return rows(PASSED_OPEN, parameters)
                .chain(open -> open.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : move(order.site(), open, Retention.FOREVER).chain(() -> park(order, from)));
    }

    /**
     * Of another class than the site's: closed ones that are hidden are to go, all others to move, but for parked ones. The
     * classes stand in the text, so that no other partition is looked at.
     */
    private Uni<Void> strays(Order order) {
        String others = Arrays.stream(Retention.values())
                .filter(retention -> retention != order.retention())
                .map(retention -> Integer.toString(retention.days()))
                .collect(Collectors.joining(", "));
        String sql = """
                SELECT message, retention, message < $2 AS hidden
                FROM entry
                WHERE site = $1 AND retention IN (%s)
                  AND NOT (retention = 0 AND message < $2 AND NOT closed AND kind IS NOT NULL)
                ORDER BY message
                LIMIT $3
                """.formatted(others);
        return rows(sql, Tuple.of(order.site().value(), order.horizon(), AT_ONCE))
                .chain(strays -> strays.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : bringHome(order, strays).chain(() -> strays(order)));
    }

    private Uni<Void> bringHome(Order order, List<Stray> strays) {
        List<Stray> hidden = strays.stream().filter(Stray::hidden).toList();
        List<Stray> seen = strays.stream().filter(stray -> !stray.hidden()).toList();
        return database.asWorker(connection -> execute(connection, DELETE, order.site(), hidden))
                .chain(() -> move(order.site(), seen, order.retention()));
    }

    private Uni<Void> move(SiteId site, List<Stray> strays, Retention retention) {
        if (strays.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return partitions
                .ensure(retention, strays.stream().map(Stray::message).toList())
                .chain(() -> database.asWorker(connection -> connection
                        .preparedQuery(MOVE)
                        .execute(parameters(site, strays).addShort((short) retention.days()))))
                .replaceWithVoid();
    }

    private static Uni<Void> execute(SqlConnection connection, String sql, SiteId site, List<Stray> strays) {
        return strays.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(sql)
                        .execute(parameters(site, strays))
                        .replaceWithVoid();
    }

    private static Tuple parameters(SiteId site, List<Stray> strays) {
        return Tuple.of(
                site.value(),
                strays.stream().map(Stray::message).toArray(UUID[]::new),
                strays.stream().map(Stray::retention).toArray(Short[]::new));
    }

    private Uni<Long> hidden(Order order, UUID from) {
        return database.onWorker(connection -> connection
                .preparedQuery(COUNT_HIDDEN)
                .execute(Tuple.of(order.site().value(), from, order.horizon()))
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private Uni<Void> letDictionariesGo(SiteId site) {
        return database.onWorker(connection -> connection
                .preparedQuery(LET_DICTIONARIES_GO)
                .execute(Tuple.of(site.value()))
                .replaceWithVoid());
    }

    private static Uni<Void> finish(SqlConnection connection, Order order, long hidden) {
        var site = order.site().value();
        return connection
                .query(LOCK_HOLDING)
                .execute()
                .chain(() -> connection.preparedQuery(LET_GO).execute(Tuple.of(site, (short)
                        order.retention().days())))
                .chain(() ->
                        connection.preparedQuery(DONE).execute(Tuple.of(site, order.day(), order.horizon(), hidden)))
                .replaceWithVoid();
    }

    private Uni<List<Stray>> rows(String sql, Tuple parameters) {
        return database.onWorker(connection -> connection.preparedQuery(sql).execute(parameters))
                .map(rows -> {
                    var strays = new ArrayList<Stray>();
                    rows.forEach(row -> strays.add(Stray.of(row)));
                    return strays;
                });
    }

    /** An entry that does not lie where it belongs. */
    private record Stray(UUID message, short retention, boolean hidden) {
        static Stray of(Row row) {
            boolean hidden = row.getColumnIndex("hidden") >= 0 && row.getBoolean("hidden");
            return new Stray(row.getUUID("message"), row.getShort("retention"), hidden);
        }
    }
}
