package io.asteris.ingest.suppression;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads pages of a site's list, with what holds for all sites between its own, newest first. */
@ApplicationScoped
class SuppressionList {
    /** Beyond it a total is not counted on. */
    static final int COUNTED = 1_001;

    private static final Instant NEWEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final String BOUND = "SET LOCAL statement_timeout = '2s'";

    private static final String MATCHING = """
            (expires_at IS NULL OR expires_at > asteris_now())
                AND ($2 = '' OR strpos(canonical, $2) > 0 OR strpos(email, $2) > 0)
            """;

    /** Each scope is read in the order of its index, so that a page costs a page. */
    private static final String PAGE = """
            (SELECT * FROM suppression WHERE site = $1 AND (created_at, canonical) < ($3, $4) AND %1$s
             ORDER BY created_at DESC, canonical DESC LIMIT $5)
            UNION ALL
            (SELECT * FROM suppression WHERE site = '*' AND (created_at, canonical) < ($3, $4) AND %1$s
             ORDER BY created_at DESC, canonical DESC LIMIT $5)
            ORDER BY created_at DESC, canonical DESC LIMIT $5
            """.formatted(MATCHING);

    private static final String COUNT = """
            SELECT count(*)::integer FROM (SELECT FROM suppression WHERE site IN ($1, '*') AND %s LIMIT %d) AS counted
            """.formatted(MATCHING, COUNTED);

    private static final String SKIPPED = """
            SELECT count(*)::integer FROM recipient WHERE site = $1 AND h = $2 AND skipped
            """;

    private final Database database;

    SuppressionList(Database database) {
        this.database = database;
    }

    /** Up to one row more than was asked for: the last tells that there are more. */
    record Found(List<Suppression> rows, Optional<Integer> count) {}

    /** A page of the site's list. A statement that takes more than 2 s is given up. */
    Uni<Found> page(SiteId site, SuppressionQuery query) {
        return database.inSite(site, connection -> connection
                .query(BOUND)
                .execute()
                .chain(() -> rows(connection, site, query))
                .chain(rows -> query.counted()
                        ? connection
                                .preparedQuery(COUNT)
                                .execute(Tuple.of(site.value(), query.text()))
                                .map(found -> new Found(
                                        rows,
                                        Optional.of(found.iterator().next().getInteger(0))))
                        : Uni.createFrom().item(new Found(rows, Optional.empty()))));
    }

    /** How many messages of the last thirty days were not sent to an address because it was on the list. */
    Uni<Integer> skipped(SqlConnection connection, SiteId site, String hash) {
        return connection
                .preparedQuery(SKIPPED)
                .execute(Tuple.of(site.value(), hash))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    private static Uni<List<Suppression>> rows(SqlConnection connection, SiteId site, SuppressionQuery query) {
        Instant before = query.after() == null ? NEWEST : query.after().createdAt();
        return connection
                .preparedQuery(PAGE)
                .execute(Tuple.of(
                        site.value(),
                        query.text(),
                        OffsetDateTime.ofInstant(before, ZoneOffset.UTC),
                        query.after() == null ? "" : query.after().canonical(),
                        query.limit() + 1))
                .map(rows -> {
                    List<Suppression> list = new ArrayList<>();
                    for (Row row : rows) {
                        list.add(Suppression.of(row));
                    }
                    return list;
                });
    }
}
