package io.asteris.ingest.suppression;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads pages of a site's list, with what holds for all sites between its own, newest first. A part of an address is looked for among
 * the newest, where a common one fills a page; where they do not, the index is asked.
 */
@ApplicationScoped
class SuppressionList {
    /** Beyond it a total is not counted on. */
    static final int COUNTED = 1_001;

    private static final OffsetDateTime NEWEST = OffsetDateTime.parse("9999-12-31T00:00:00Z");
    private static final String BOUND = "SET LOCAL statement_timeout = '2s'";

    private static final String MATCHING = """
            (expires_at IS NULL OR expires_at > asteris_now())
                AND ($2 = '' OR strpos(canonical, $2) > 0 OR strpos(email, $2) > 0)
            """;

    /** Each scope is read in the order of its index, so that a page costs a page. */
    private static final String BOTH_SCOPES = """
            (SELECT * FROM suppression WHERE site = $1 AND (created_at, canonical) < ($3, $4) AND %1$s
             ORDER BY created_at DESC, canonical DESC LIMIT %2$s)
            UNION ALL
            (SELECT * FROM suppression WHERE site = '*' AND (created_at, canonical) < ($3, $4) AND %1$s
             ORDER BY created_at DESC, canonical DESC LIMIT %2$s)
            ORDER BY created_at DESC, canonical DESC LIMIT %2$s
            """;

    private static final String PAGE = BOTH_SCOPES.formatted(MATCHING, "$5");

    /** So many are read in a few milliseconds. */
    private static final String THE_NEWEST = "(" + BOTH_SCOPES.formatted("true", "5000") + ") AS newest";

    private static final String PAGE_OF_THE_NEWEST = """
            SELECT * FROM %s WHERE %s ORDER BY created_at DESC, canonical DESC LIMIT $5
            """.formatted(THE_NEWEST, MATCHING);

    private static final String PAGE_BY_INDEX = """
            SELECT suppression.*
            FROM listed($2, $3, $4, true, $5) JOIN suppression USING (site, canonical)
            WHERE site IN ($1, '*')
            ORDER BY created_at DESC, canonical DESC
            """;

    private static final String COUNT = """
            SELECT count(*)::integer FROM (SELECT FROM suppression WHERE site IN ($1, '*') AND %s LIMIT $3) AS counted
            """.formatted(MATCHING);

    private static final String COUNT_OF_THE_NEWEST = """
            SELECT count(*)::integer FROM (SELECT FROM %s WHERE %s LIMIT $5) AS counted
            """.formatted(THE_NEWEST, MATCHING);

    private static final String COUNT_BY_INDEX = "SELECT count(*)::integer FROM listed($1, $2, '', false, $3)";

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
                        ? count(connection, site, query).map(count -> new Found(rows, Optional.of(count)))
                        : Uni.createFrom().item(new Found(rows, Optional.empty()))));
    }

    /** How many messages of the last thirty days were not sent to an address because it was on the list. */
    Uni<Integer> skipped(SqlConnection connection, SiteId site, String hash) {
        return number(connection, SKIPPED, Tuple.of(site.value(), hash));
    }

    private static Uni<List<Suppression>> rows(SqlConnection connection, SiteId site, SuppressionQuery query) {
        OffsetDateTime before = query.after() == null
                ? NEWEST
                : OffsetDateTime.ofInstant(query.after().createdAt(), ZoneOffset.UTC);
        String canonical = query.after() == null ? "" : query.after().canonical();
        int most = query.limit() + 1;
        Tuple place = Tuple.of(site.value(), query.text(), before, canonical, most);
        return query.hasIndex()
                ? rows(connection, PAGE_OF_THE_NEWEST, place)
                        .chain(rows -> rows.size() == most
                                ? Uni.createFrom().item(rows)
                                : rows(connection, PAGE_BY_INDEX, place))
                : rows(connection, PAGE, place);
    }

    private static Uni<Integer> count(SqlConnection connection, SiteId site, SuppressionQuery query) {
        String text = query.text();
        return query.hasIndex()
                ? number(connection, COUNT_OF_THE_NEWEST, Tuple.of(site.value(), text, NEWEST, "", COUNTED))
                        .chain(count -> count == COUNTED
                                ? Uni.createFrom().item(count)
                                : number(connection, COUNT_BY_INDEX, Tuple.of(text, NEWEST, COUNTED)))
                : number(connection, COUNT, Tuple.of(site.value(), text, COUNTED));
    }

    private static Uni<List<Suppression>> rows(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).map(rows -> {
            List<Suppression> list = new ArrayList<>();
            for (Row row : rows) {
                list.add(Suppression.of(row));
            }
            return list;
        });
    }

    private static Uni<Integer> number(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).map(rows -> rows.iterator()
                .next()
                .getInteger(0));
    }
}
