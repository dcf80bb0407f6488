package io.asteris.gateway.site;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table {@code site}. */
@ApplicationScoped
class SiteStore {
    private static final String COLUMNS =
            "site, name, state, time_zone, from_domains, accepted_per_minute, sandbox, admin_email, created_at,"
                    + " version";
    private static final String FIND = "SELECT " + COLUMNS + " FROM site WHERE site = $1";
    private static final String BY_REQUEST = "SELECT " + COLUMNS + " FROM site WHERE request_key = $1";
    private static final String PAGE = "SELECT " + COLUMNS
            + " FROM site WHERE site > $1 AND site <> $2 AND state <> 'deleted' ORDER BY site LIMIT $3";
    private static final String ALL = "SELECT " + COLUMNS + " FROM site ORDER BY site";
    private static final String INSERT = """
            INSERT INTO site (site, name, state, time_zone, from_domains, accepted_per_minute, sandbox, admin_email, request_key)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE site SET name = $2, state = $3, time_zone = $4, from_domains = $5, accepted_per_minute = $6, sandbox = $7,
                admin_email = $8, changed_at = asteris_now()
            WHERE site = $1
            """;

    private static final String COUNT = "UPDATE site SET version = version + 1 WHERE site = $1 RETURNING " + COLUMNS;

    private final Database database;

    SiteStore(Database database) {
        this.database = database;
    }

    /** Sites in the order of their ids, the operator's own and deleted ones left out. */
    Uni<List<SiteRow>> page(String after, SiteId leftOut, int limit) {
        return database.workers()
                .preparedQuery(PAGE)
                .execute(Tuple.of(after, leftOut.value(), limit))
                .map(SiteStore::sites);
    }

    /** Every site there ever was. */
    Uni<List<SiteRow>> all() {
        return database.workers().query(ALL).execute().map(SiteStore::sites);
    }

    Uni<Optional<SiteRow>> find(SiteId site) {
        return database.workers()
                .preparedQuery(FIND)
                .execute(Tuple.of(site.value()))
                .map(rows -> sites(rows).stream().findFirst());
    }

    /** The site, locked, so that what is told of it is told in the order in which it changed. */
    Uni<Optional<SiteRow>> lock(SqlConnection connection, SiteId site) {
        return connection
                .preparedQuery(FIND + " FOR UPDATE")
                .execute(Tuple.of(site.value()))
                .map(rows -> sites(rows).stream().findFirst());
    }

    Uni<Optional<SiteRow>> byRequest(SqlConnection connection, String requestKey) {
        return connection
                .preparedQuery(BY_REQUEST)
                .execute(Tuple.of(requestKey))
                .map(rows -> sites(rows).stream().findFirst());
    }

    /** Whether the site is new; false when its id or the post's key is there already. */
    Uni<Boolean> insert(SqlConnection connection, SiteRow site, @Nullable String requestKey) {
        return connection
                .preparedQuery(INSERT)
                .execute(values(site).addString(requestKey))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> update(SqlConnection connection, SiteRow site) {
        return connection.preparedQuery(UPDATE).execute(values(site)).replaceWithVoid();
    }

    /** Counts a change of the site or its keys, and gives the site as it now is. */
    Uni<SiteRow> counted(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(COUNT).execute(Tuple.of(site.value())).map(rows -> sites(rows)
                .getFirst());
    }

    private static Tuple values(SiteRow site) {
        return Tuple.tuple()
                .addString(site.site().value())
                .addString(site.name())
                .addString(site.state().word())
                .addString(site.timeZone())
                .addArrayOfString(site.fromDomains().toArray(String[]::new))
                .addInteger(site.acceptedPerMinute())
                .addBoolean(site.sandbox())
                .addString(site.adminEmail());
    }

    private static List<SiteRow> sites(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(SiteStore::site)
                .toList();
    }

    private static SiteRow site(Row row) {
        return new SiteRow(
                new SiteId(row.getString("site")),
                row.getString("name"),
                SiteChanged.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("time_zone"),
                Arrays.asList(row.getArrayOfStrings("from_domains")),
                row.getInteger("accepted_per_minute"),
                row.getBoolean("sandbox"),
                row.getString("admin_email"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getLong("version"));
    }
}
