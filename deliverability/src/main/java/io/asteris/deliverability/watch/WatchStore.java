package io.asteris.deliverability.watch;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.deliverability.check.DnsReport;
import io.asteris.platform.database.Intervals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables {@code watched_domain} and {@code dns_history}. */
@ApplicationScoped
public class WatchStore {
    /** New ones come at a moment of their own, so that not all are looked at together for ever. */
    private static final String ADD = """
            INSERT INTO watched_domain (site, domain, next_at)
            SELECT site, domain, asteris_now() + random() * $3::interval FROM unnest($1::text[], $2::text[]) AS new (site, domain)
            ORDER BY 1, 2
            ON CONFLICT DO NOTHING
            """;

    private static final String DROP = """
            DELETE FROM watched_domain w
            WHERE NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS kept (site, domain)
                              WHERE kept.site = w.site AND kept.domain = w.domain)
            """;

    /** Whoever claims one has two minutes for it; then another instance looks. */
    private static final String CLAIM = """
            UPDATE watched_domain w SET next_at = asteris_now() + interval '2 minutes'
            FROM (SELECT site, domain FROM watched_domain WHERE next_at <= asteris_now()
                  ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
            WHERE w.site = due.site AND w.domain = due.domain
            RETURNING w.site, w.domain, w.report
            """;

    private static final String SEEN = """
            UPDATE watched_domain SET next_at = asteris_now() + $3::interval * (0.9 + 0.2 * random()),
                                      checked_at = asteris_now(), report = $4
            WHERE site = $1 AND domain = $2
            """;

    private static final String KEEP = """
            INSERT INTO dns_history (site, domain, at, report) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;

    private static final String HISTORY = """
            SELECT report FROM dns_history WHERE site = $1 AND domain = $2 AND ($3::timestamptz IS NULL OR at < $3)
            ORDER BY at DESC LIMIT $4
            """;

    /** A domain that is due, with what was seen last. */
    record Due(SiteId site, String domain, @Nullable DnsReport last) {}

    Uni<Void> sync(SqlConnection connection, String[] sites, String[] domains, Duration spread) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(sites, domains, Intervals.of(spread)))
                .chain(() -> connection.preparedQuery(DROP).execute(Tuple.of(sites, domains)))
                .replaceWithVoid();
    }

    Uni<List<Due>> claim(SqlConnection connection, int most) {
        return connection.preparedQuery(CLAIM).execute(Tuple.of(most)).map(rows -> {
            List<Due> due = new ArrayList<>();
            for (Row row : rows) {
                due.add(new Due(new SiteId(row.getString("site")), row.getString("domain"), report(row)));
            }
            return due;
        });
    }

    Uni<Void> seen(SqlConnection connection, SiteId site, DnsReport report, Duration until) {
        return connection
                .preparedQuery(SEEN)
                .execute(Tuple.of(site.value(), report.domain(), Intervals.of(until), json(report)))
                .replaceWithVoid();
    }

    Uni<Void> keep(SqlConnection connection, SiteId site, DnsReport report) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        site.value(), report.domain(), report.checkedAt().atOffset(ZoneOffset.UTC), json(report)))
                .replaceWithVoid();
    }

    /** The changes of a domain, the newest first. */
    Uni<List<DnsReport>> history(
            SqlConnection connection, SiteId site, String domain, java.time.@Nullable Instant before, int most) {
        return connection
                .preparedQuery(HISTORY)
                .execute(Tuple.of(site.value(), domain, before == null ? null : before.atOffset(ZoneOffset.UTC), most))
                .map(rows -> {
                    List<DnsReport> reports = new ArrayList<>();
                    for (Row row : rows) {
                        reports.add(java.util.Objects.requireNonNull(report(row)));
                    }
                    return reports;
                });
    }

    private static @Nullable DnsReport report(Row row) {
        JsonObject json = row.getJsonObject("report");
        return json == null ? null : Json.read(json.encode().getBytes(StandardCharsets.UTF_8), DnsReport.class);
    }

    private static JsonObject json(DnsReport report) {
        return new JsonObject(new String(Json.write(report), StandardCharsets.UTF_8));
    }
}
