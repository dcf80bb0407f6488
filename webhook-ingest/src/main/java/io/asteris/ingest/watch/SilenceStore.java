package io.asteris.ingest.watch;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Intervals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds providers that fell silent, and those that speak again. */
@ApplicationScoped
class SilenceStore {
    /**
     * Silent is who used to report, has said nothing for that long, and took clearly more mail meanwhile than used to lie between two
     * of its posts: a site that asked for bounces alone hears seldom and is not to be alarmed.
     */
    private static final String FALLEN = """
            UPDATE provider_state SET silent_since = asteris_now()
            WHERE silent_since IS NULL AND last_event_at < asteris_now() - $1::interval AND posts > 0
              AND sends_since >= greatest(20, 5 * (sends - sends_since) / posts)
            RETURNING site, provider, last_event_at, sends_since
            """;

    private static final String BACK = """
            WITH back AS (SELECT site, provider, silent_since FROM provider_state
                          WHERE silent_since IS NOT NULL AND last_event_at > silent_since FOR UPDATE SKIP LOCKED)
            UPDATE provider_state SET silent_since = NULL
            FROM back WHERE provider_state.site = back.site AND provider_state.provider = back.provider
            RETURNING provider_state.site, provider_state.provider, back.silent_since AS last_event_at, sends_since
            """;

    /**
     * A provider whose state changed.
     *
     * @param since when it was last heard, or when it fell silent
     */
    record Silence(SiteId site, String provider, Instant since, long sends) {}

    Uni<List<Silence>> fallen(SqlConnection connection, Duration silence) {
        return connection
                .preparedQuery(FALLEN)
                .execute(Tuple.of(Intervals.of(silence)))
                .map(SilenceStore::all);
    }

    Uni<List<Silence>> back(SqlConnection connection) {
        return connection.query(BACK).execute().map(SilenceStore::all);
    }

    private static List<Silence> all(RowSet<Row> rows) {
        List<Silence> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(new Silence(
                    new SiteId(row.getString("site")),
                    row.getString("provider"),
                    row.getOffsetDateTime("last_event_at").toInstant(),
                    row.getLong("sends_since")));
        }
        return all;
    }
}
