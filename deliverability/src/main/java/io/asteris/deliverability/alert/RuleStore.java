package io.asteris.deliverability.alert;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert.Cause;
import io.asteris.platform.database.Intervals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The questions that rules ask of the counted facts. Times are those of the events; the present is the database's. */
@ApplicationScoped
class RuleStore {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('deliverability.rules'), hashtext($1))";

    private static final String OPEN =
            "SELECT " + Incident.COLUMNS + " FROM incident WHERE site = $1 AND cleared_at IS NULL";

    private static final String SITES = """
            SELECT site FROM hourly WHERE hour > asteris_now() - interval '36 days'
            UNION SELECT site FROM incident WHERE cleared_at IS NULL
            """;

    /** What an earlier incident has told of does not count again. */
    private static final String FLOOR = """
            GREATEST(asteris_now() - interval '7 days',
                     (SELECT max(last_at) FROM incident WHERE site = $1 AND cause = $2 AND subject = ''))
            """;

    /** The fullest window, wherever it lies: facts may come late. */
    private static final String FAILED_SENDS = """
            WITH failed AS (
                SELECT failed_at, COALESCE(fault, state_fault, 'no answer that we know') AS error, provider
                FROM seen_message WHERE site = $1 AND failed_at > %s),
            windows AS (
                SELECT failed_at, count(*) OVER (ORDER BY failed_at RANGE BETWEEN $3::interval PRECEDING AND CURRENT ROW) AS n
                FROM failed),
            breach AS (SELECT min(failed_at) AS at FROM windows WHERE n > $4)
            SELECT min(failed_at) AS first_at, (SELECT max(failed_at) FROM failed) AS last_at,
                   count(*) AS n, mode() WITHIN GROUP (ORDER BY error) AS error, mode() WITHIN GROUP (ORDER BY provider) AS provider
            FROM failed, breach WHERE failed_at > breach.at - $3::interval
            """.formatted(FLOOR);

    private static final String FAILED_NOW = """
            SELECT count(*) FILTER (WHERE failed_at > asteris_now() - $2::interval) AS in_window,
                   count(*) FILTER (WHERE failed_at >= $3) AS since, max(failed_at) AS last_at,
                   COALESCE(mode() WITHIN GROUP (ORDER BY COALESCE(fault, state_fault)), 'no answer that we know') AS error,
                   mode() WITHIN GROUP (ORDER BY provider) AS provider
            FROM seen_message WHERE site = $1 AND failed_at >= LEAST($3, asteris_now() - $2::interval)
            """;

    /** Without reports nobody asks how many were taken, which takes a look at each. */
    private static final String RATE = """
            SELECT CASE count(*) WHEN 0 THEN 0 ELSE
                       (SELECT count(*) FROM seen_message WHERE site = $1 AND taken_at > asteris_now() - $2::interval)
                   END AS taken,
                   count(*) AS n, min(at) AS first_at, max(at) AS last_at
            FROM seen_report WHERE site = $1 AND at > asteris_now() - $2::interval AND complaint = $3
            """;

    private static final String UNKNOWN = """
            SELECT count(*) AS n, min(state_at) AS first_at, max(state_at) AS last_at
            FROM seen_message WHERE site = $1 AND state = 'unknown' AND state_at > %s
            """.formatted(FLOOR);

    private static final String WAITING = """
            SELECT count(*) AS n, min(due_at) AS first_at, max(due_at) AS last_at
            FROM seen_message WHERE site = $1 AND state IN ('queued', 'retry_wait') AND due_at < asteris_now() - $2::interval
            """;

    /** Providers that told of events before, and tell nothing of what they took since. */
    private static final String SILENT = """
            SELECT m.provider, count(*) AS n, min(m.taken_at) AS first_at, max(m.taken_at) AS last_at
            FROM pulse p JOIN seen_message m ON m.site = p.site AND m.preset = p.preset
            WHERE p.site = $1 AND m.taken_at > p.at AND m.taken_at < asteris_now() - $2::interval
            GROUP BY m.provider HAVING count(*) > $3
            """;

    /** The same hours on the same weekday of the last four weeks, by the site's clock. */
    private static final String QUIET = """
            WITH spans AS (
                SELECT week, ((asteris_now() AT TIME ZONE $3) - week * interval '7 days') AT TIME ZONE $3 AS until
                FROM generate_series(0, 4) AS week),
            counts AS (
                SELECT week, COALESCE(sum(h.messages), 0) AS n
                FROM spans LEFT JOIN hourly h
                    ON h.site = $1 AND h.hour >= date_trunc('hour', until - $2::interval) AND h.hour < date_trunc('hour', until)
                GROUP BY week)
            SELECT (SELECT n FROM counts WHERE week = 0) AS now,
                   avg(n) FILTER (WHERE week > 0) AS usual,
                   count(*) FILTER (WHERE week > 0 AND n > 0) AS weeks,
                   date_trunc('hour', asteris_now()) AS at
            FROM counts
            """;

    private static final String TAKEN_SINCE = """
            SELECT count(*) AS n FROM seen_message WHERE site = $1 AND provider = $2 AND taken_at > $3
            """;

    private static final String STALE = """
            SELECT DISTINCT site, cause FROM incident
            WHERE cleared_at IS NULL AND NOT ours AND last_at < asteris_now() - interval '24 hours'
            """;

    /** How many, from when to when, and what else the rule wants to say. */
    record Count(
            long n,
            @Nullable Instant firstAt,
            @Nullable Instant lastAt,
            @Nullable String error,
            @Nullable String provider) {}

    /** Failed sends while an incident is open. */
    record Now(long inWindow, Count since) {}

    /** A rate. */
    record Rate(long of, Count count) {}

    /** How much came, and how much usually does. */
    record Volume(long now, double usual, long weeks, Instant at) {}

    /** Trouble of another service that nobody told of for a day. */
    record Stale(SiteId site, Cause cause) {}

    /** Lets one instance at a time judge a site. */
    Uni<Void> lock(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(site.value())).replaceWithVoid();
    }

    Uni<List<SiteId>> sites(SqlConnection connection) {
        return list(connection, SITES, Tuple.tuple(), row -> new SiteId(row.getString("site")));
    }

    Uni<List<Incident>> open(SqlConnection connection, SiteId site) {
        return list(connection, OPEN, Tuple.of(site.value()), Incident::of);
    }

    Uni<Count> failedSends(SqlConnection connection, SiteId site, Rule rule) {
        return one(
                connection,
                FAILED_SENDS,
                Tuple.of(site.value(), Cause.FAILED_SENDS.word(), Intervals.of(rule.window()), (long) rule.limit()),
                row -> count(row, row.getString("error"), row.getString("provider")));
    }

    Uni<Now> failedNow(SqlConnection connection, SiteId site, Rule rule, Instant since) {
        return one(
                connection,
                FAILED_NOW,
                Tuple.of(site.value(), Intervals.of(rule.window()), SeenStore.utc(since)),
                row -> new Now(
                        row.getLong("in_window"),
                        new Count(
                                row.getLong("since"),
                                since,
                                instant(row, "last_at"),
                                row.getString("error"),
                                row.getString("provider"))));
    }

    Uni<Rate> rate(SqlConnection connection, SiteId site, Rule rule, boolean complaints) {
        return one(
                connection,
                RATE,
                Tuple.of(site.value(), Intervals.of(rule.window()), complaints),
                row -> new Rate(row.getLong("taken"), count(row, null, null)));
    }

    Uni<Count> unknown(SqlConnection connection, SiteId site) {
        return one(
                connection,
                UNKNOWN,
                Tuple.of(site.value(), Cause.UNKNOWN_OUTCOME.word()),
                row -> count(row, null, null));
    }

    Uni<Count> waiting(SqlConnection connection, SiteId site, Rule rule) {
        return one(
                connection,
                WAITING,
                Tuple.of(site.value(), Intervals.of(rule.window())),
                row -> count(row, null, null));
    }

    Uni<List<Count>> silent(SqlConnection connection, SiteId site, Rule rule) {
        return list(
                connection,
                SILENT,
                Tuple.of(site.value(), Intervals.of(rule.window()), (long) rule.limit()),
                row -> count(row, null, row.getString("provider")));
    }

    Uni<Volume> volume(SqlConnection connection, SiteId site, Rule rule, String zone) {
        return one(
                connection,
                QUIET,
                Tuple.of(site.value(), Intervals.of(rule.window()), zone),
                row -> new Volume(
                        row.getNumeric("now").longValue(),
                        row.getNumeric("usual").doubleValue(),
                        row.getLong("weeks"),
                        row.getOffsetDateTime("at").toInstant()));
    }

    Uni<Long> takenSince(SqlConnection connection, SiteId site, String provider, Instant since) {
        return one(
                connection,
                TAKEN_SINCE,
                Tuple.of(site.value(), provider, SeenStore.utc(since)),
                row -> row.getLong("n"));
    }

    Uni<List<Stale>> stale(SqlConnection connection) {
        return list(
                connection,
                STALE,
                Tuple.tuple(),
                row -> new Stale(
                        new SiteId(row.getString("site")),
                        Cause.valueOf(row.getString("cause").toUpperCase(java.util.Locale.ROOT))));
    }

    private static Count count(Row row, @Nullable String error, @Nullable String provider) {
        return new Count(row.getLong("n"), instant(row, "first_at"), instant(row, "last_at"), error, provider);
    }

    private static @Nullable Instant instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column))
                .map(java.time.OffsetDateTime::toInstant)
                .orElse(null);
    }

    private static <T> Uni<T> one(
            SqlConnection connection, String query, Tuple values, java.util.function.Function<Row, T> read) {
        return connection
                .preparedQuery(query)
                .execute(values)
                .map(rows -> read.apply(rows.iterator().next()));
    }

    private static <T> Uni<List<T>> list(
            SqlConnection connection, String query, Tuple values, java.util.function.Function<Row, T> read) {
        return connection.preparedQuery(query).execute(values).map(rows -> {
            List<T> all = new ArrayList<>();
            rows.forEach(row -> all.add(read.apply(row)));
            return all;
        });
    }
}
