package io.asteris.dispatcher.lane;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code lane}: what keeps a lane from claiming. The claim itself reads it, so that no instance can overlook it. */
@ApplicationScoped
public class LaneStore {
    /** Only under the settings that failed: newer ones have not failed yet. */
    private static final String HOLD = """
            WITH before AS (SELECT held FROM lane WHERE site = $1 AND provider = $2)
            INSERT INTO lane AS l (site, provider, held, last_error, stood_since, probe_at)
            SELECT p.site, p.name, $3, $3, asteris_now(), asteris_now() + $5 * interval '1 millisecond'
            FROM provider p WHERE p.site = $1 AND p.name = $2 AND p.version = $4
            ON CONFLICT (site, provider) DO UPDATE
                SET held = excluded.held, last_error = excluded.last_error, changed_at = asteris_now(),
                    stood_since = coalesce(l.stood_since, excluded.stood_since),
                    probe_at = CASE WHEN l.held IS NOT NULL THEN l.probe_at
                                    ELSE asteris_now() + $5 * power(2, least(l.probes, 6)) * interval '1 millisecond' END
            RETURNING (SELECT held FROM before) IS NOT NULL AS before
            """;

    private static final String WAIT = """
            INSERT INTO lane (site, provider, until, last_error)
            VALUES ($1, $2, asteris_now() + $3 * interval '1 millisecond', $4)
            ON CONFLICT (site, provider) DO UPDATE
                SET until = greatest(lane.until, excluded.until), last_error = excluded.last_error, changed_at = asteris_now(),
                    stood = lane.stood + greatest(interval '0',
                        excluded.until - greatest(lane.until, asteris_now()))
            """;

    private static final String REOPEN = """
            UPDATE lane
            SET held = NULL, until = NULL, broken_at = NULL, changed_at = asteris_now(),
                probes = CASE WHEN $3 THEN probes ELSE 0 END,
                stood = stood + coalesce(asteris_now() - stood_since, interval '0'), stood_since = NULL
            WHERE site = $1 AND provider = $2 AND (held IS NOT NULL OR until IS NOT NULL OR broken_at IS NOT NULL)
            RETURNING old.held IS NOT NULL AS was_held
            """;
    private static final String PAUSE = """
            INSERT INTO lane (site, provider, paused) VALUES ($1, $2, $3)
            ON CONFLICT (site, provider) DO UPDATE SET paused = excluded.paused, changed_at = asteris_now()
            """;
    private static final String DELETE = "DELETE FROM lane WHERE site = $1 AND provider = $2";

    /** Counts stop at 1,001: nobody reads more, and a backlog must not make the answer slow. */
    private static final String STANDINGS = """
            SELECT p.name, l.held, l.paused, l.until, l.until > asteris_now() AS waits, l.last_error,
                   l.broken_at, l.probe_at,
                   (SELECT max(quota_opens(p.account, q.unit, q.most))
                    FROM (VALUES ('second', p.per_second), ('minute', p.per_minute), ('day', p.per_day)) q (unit, most)
                    WHERE q.most IS NOT NULL) AS quota_opens,
                   greatest(0, extract(epoch FROM asteris_now() - head.due_at))::bigint AS oldest_seconds,
                   (SELECT count(*) FROM (SELECT FROM delivery d WHERE d.site = p.site AND d.provider = p.name
                                          AND d.state IN ('queued', 'retry_wait') LIMIT 1001) counted) AS waiting,
                   (SELECT count(*) FROM (SELECT FROM delivery d WHERE d.site = p.site AND d.provider = p.name
                                          AND d.state = 'attempting' LIMIT 1001) counted) AS in_flight
            FROM provider p
            LEFT JOIN lane l ON l.site = p.site AND l.provider = p.name
            LEFT JOIN LATERAL (SELECT d.due_at FROM delivery d WHERE d.site = p.site AND d.provider = p.name
                               AND d.state IN ('queued', 'retry_wait') ORDER BY d.due_at LIMIT 1) head ON true
            WHERE p.site = $1 ORDER BY p.name
            """;

    private final Database database;
    private final Duration firstTrial;

    LaneStore(Database database, DispatcherConfig config) {
        this.database = database;
        this.firstTrial = config.lane().trial();
    }

    /** Holds a lane, unless its settings changed since that version. */
    public Uni<Held> hold(SqlClient connection, LaneKey lane, String reason, long version) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(lane.site().value(), lane.provider(), reason, version, firstTrial.toMillis()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Held.NOT;
                    }
                    return rows.iterator().next().getBoolean("before") ? Held.STILL : Held.NEWLY;
                });
    }

    /** Nothing is claimed in the lane for that long. */
    Uni<Void> waitFor(LaneKey lane, Duration wait, String reason) {
        return database.workers()
                .preparedQuery(WAIT)
                .execute(Tuple.of(lane.site().value(), lane.provider(), wait.toMillis(), reason))
                .replaceWithVoid();
    }

    /** Ends a hold, a wait or a broken circuit for new settings or by hand; a lane that was paused by hand stays so. */
    public Uni<Boolean> reopen(SqlClient connection, LaneKey lane) {
        return reopen(connection, lane, false);
    }

    /**
     * Ends a hold, a wait or a broken circuit.
     *
     * @param tried whether a trial of the settings worked; should they fail all the same, the next trial waits longer
     * @return whether it was held
     */
    Uni<Boolean> reopen(SqlClient connection, LaneKey lane, boolean tried) {
        return connection
                .preparedQuery(REOPEN)
                .execute(Tuple.of(lane.site().value(), lane.provider(), tried))
                .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean("was_held"));
    }

    /** Pauses a lane by hand, or ends that. */
    public Uni<Void> pause(SqlClient connection, LaneKey lane, boolean paused) {
        return connection
                .preparedQuery(PAUSE)
                .execute(Tuple.of(lane.site().value(), lane.provider(), paused))
                .replaceWithVoid();
    }

    /** Forgets a lane whose provider is removed. */
    public Uni<Void> delete(SqlClient connection, LaneKey lane) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .replaceWithVoid();
    }

    /** How the lanes of a site stand, one for each provider. */
    public Uni<List<Standing>> standings(SqlClient connection, SiteId site) {
        return connection
                .preparedQuery(STANDINGS)
                .execute(Tuple.of(site.value()))
                .map(rows -> {
                    List<Standing> standings = new ArrayList<>();
                    for (Row row : rows) {
                        standings.add(standing(row));
                    }
                    return standings;
                });
    }

    private static Standing standing(Row row) {
        boolean waits = Boolean.TRUE.equals(row.getBoolean("waits"));
        return new Standing(
                row.getString("name"),
                row.getLong("waiting"),
                row.getLong("oldest_seconds"),
                row.getLong("in_flight"),
                row.getString("held"),
                Boolean.TRUE.equals(row.getBoolean("paused")),
                waits ? instant(row, "until") : null,
                row.getOffsetDateTime("broken_at") == null ? null : instant(row, "probe_at"),
                instant(row, "quota_opens"),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    /** What an order to hold a lane did. */
    public enum Held {
        NEWLY,
        STILL,
        /** The settings are others by now. */
        NOT
    }

    /**
     * How one lane stands.
     *
     * @param waiting messages, counted up to 1,001
     * @param oldestSeconds since the first of them became due; 0 when none is
     * @param heldFor why it is held; null when it is not
     * @param waitsUntil until when the provider asked to wait; null when it did not
     * @param probeAt when a broken circuit is tried again; null when it is closed
     * @param quotaOpens when the account's limits leave room again; null when they do now
     */
    public record Standing(
            String provider,
            long waiting,
            long oldestSeconds,
            long inFlight,
            @Nullable String heldFor,
            boolean paused,
            @Nullable Instant waitsUntil,
            @Nullable Instant probeAt,
            @Nullable Instant quotaOpens,
            @Nullable String lastError) {

        /** The one word for a lane: what keeps it from claiming, the gravest first. */
        public String state() {
            if (heldFor != null) {
                return "held";
            }
            if (paused) {
                return "paused";
            }
            return until() == null ? "open" : "waiting";
        }

        /** Why it does not claim, in words for its owner; null when it does. */
        public @Nullable String reason() {
            if (heldFor != null) {
                return heldFor;
            }
            if (paused) {
                return "paused by hand";
            }
            if (probeAt != null) {
                return "at least half of the last calls failed; one call now and then finds out whether it works again";
            }
            if (waitsUntil != null) {
                return lastError == null ? "the provider asked to wait" : lastError;
            }
            return quotaOpens == null ? null : "the account's limit is used up";
        }

        /** When it claims again; null when it does now, or nobody can tell. */
        public @Nullable Instant until() {
            if (heldFor != null || paused) {
                return null;
            }
            return Stream.of(waitsUntil, probeAt, quotaOpens)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }
}
