package io.asteris.dispatcher.lane;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The circuits in the table {@code lane}, and which lanes take mail, or are to be tried, now. */
@ApplicationScoped
class CircuitStore {
    private static final String BREAK = """
            INSERT INTO lane AS l (site, provider, broken_at, probe_at, last_error)
            VALUES ($1, $2, asteris_now(), asteris_now() + $3 * interval '1 millisecond', $4)
            ON CONFLICT (site, provider) DO UPDATE
                SET broken_at = coalesce(l.broken_at, excluded.broken_at), last_error = excluded.last_error,
                    changed_at = asteris_now(),
                    probe_at = CASE WHEN l.broken_at IS NULL THEN excluded.probe_at ELSE l.probe_at END
            """;
    private static final String CLOSE =
            "UPDATE lane SET broken_at = NULL, changed_at = asteris_now() WHERE site = $1 AND provider = $2 AND broken_at IS NOT NULL";

    /** The next trial is due when this one found nothing better, so that a trial whose process dies is not the last. */
    private static final String TO_TRY = """
            UPDATE lane l
            SET probes = l.probes + 1,
                probe_at = asteris_now() + least($1 * power(2, least(l.probes + 1, 20)), 3600000) * interval '1 millisecond'
            FROM (SELECT site, provider FROM lane WHERE held IS NOT NULL AND probe_at <= asteris_now()
                  ORDER BY probe_at LIMIT 20 FOR UPDATE SKIP LOCKED) due
            WHERE l.site = due.site AND l.provider = due.provider
            RETURNING l.site, l.provider
            """;

    private static final String USABLE = """
            SELECT p.name FROM provider p LEFT JOIN lane l ON l.site = p.site AND l.provider = p.name
            WHERE p.site = $1 AND l.held IS NULL AND l.broken_at IS NULL AND NOT coalesce(l.paused, false)
              AND coalesce(l.until <= asteris_now(), true)
            """;

    /** A lane whose consent is over is told of by its grant, and its trouble ends there. */
    private static final String ANY_HELD = """
            SELECT (SELECT count(*) FROM lane WHERE site = $1 AND held IS NOT NULL)
                   + (SELECT count(*) FROM oauth_grant WHERE site = $1 AND alerted) AS held
            """;

    private final Database database;

    CircuitStore(Database database) {
        this.database = database;
    }

    /** Opens a lane's circuit, if it is not open yet: one call each so often finds out whether it works again. */
    Uni<Void> open(LaneKey lane, String words, Duration probe) {
        return database.workers()
                .preparedQuery(BREAK)
                .execute(Tuple.of(lane.site().value(), lane.provider(), probe.toMillis(), words))
                .replaceWithVoid();
    }

    /** Closes a lane's circuit. */
    Uni<Void> close(LaneKey lane) {
        return database.workers()
                .preparedQuery(CLOSE)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .replaceWithVoid();
    }

    /** Held lanes whose settings are to be tried now; each is given to one instance. */
    Uni<List<LaneKey>> toTry(Duration trial) {
        return database.workers()
                .preparedQuery(TO_TRY)
                .execute(Tuple.of(trial.toMillis()))
                .map(rows -> {
                    List<LaneKey> lanes = new ArrayList<>(rows.size());
                    rows.forEach(row ->
                            lanes.add(new LaneKey(new SiteId(row.getString("site")), row.getString("provider"))));
                    return lanes;
                });
    }

    /** The site's providers whose lanes take mail now. */
    Uni<Set<String>> usable(SiteId site) {
        return database.workers()
                .preparedQuery(USABLE)
                .execute(Tuple.of(site.value()))
                .map(rows -> {
                    Set<String> usable = new HashSet<>();
                    rows.forEach(row -> usable.add(row.getString("name")));
                    return usable;
                });
    }

    /** Whether any lane of the site is held, or any consent that was told of is over. */
    Uni<Boolean> anyHeld(SqlClient connection, SiteId site) {
        return connection
                .preparedQuery(ANY_HELD)
                .execute(Tuple.of(site.value()))
                .map(rows -> rows.iterator().next().getLong("held") > 0);
    }
}
