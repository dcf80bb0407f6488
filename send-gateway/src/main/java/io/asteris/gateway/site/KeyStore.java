package io.asteris.gateway.site;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table {@code api_key}. */
@ApplicationScoped
class KeyStore {
    private static final String COLUMNS = "site, id, name, hash, scopes, created_at, expires_at, revoked_at";
    private static final String OF_SITE = "SELECT " + COLUMNS + " FROM api_key WHERE site = $1 ORDER BY created_at, id";
    private static final String ALL = "SELECT " + COLUMNS + " FROM api_key ORDER BY site, created_at, id";
    private static final String INSERT = """
            INSERT INTO api_key (id, site, name, hash, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO NOTHING
            """;
    private static final String REVOKE =
            "UPDATE api_key SET revoked_at = coalesce(revoked_at, asteris_now()) WHERE site = $1 AND id = $2";
    private static final String REVOKE_ALL =
            "UPDATE api_key SET revoked_at = asteris_now() WHERE site = $1 AND revoked_at IS NULL";

    private final Database database;

    KeyStore(Database database) {
        this.database = database;
    }

    /** The site's keys, oldest first, revoked ones too. */
    Uni<List<KeyRow>> of(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(OF_SITE).execute(Tuple.of(site.value())).map(KeyStore::keys);
    }

    Uni<List<KeyRow>> of(SiteId site) {
        return database.workers()
                .preparedQuery(OF_SITE)
                .execute(Tuple.of(site.value()))
                .map(KeyStore::keys);
    }

    /** All keys by site. */
    Uni<Map<SiteId, List<KeyRow>>> all() {
        return database.workers().query(ALL).execute().map(rows -> {
            var all = new LinkedHashMap<SiteId, List<KeyRow>>();
            rows.forEach(row -> all.computeIfAbsent(new SiteId(row.getString("site")), site -> new ArrayList<>())
                    .add(key(row)));
            return all;
        });
    }

    /** Whether the key is new. */
    Uni<Boolean> insert(SqlConnection connection, SiteId site, KeyRow key) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addString(key.id())
                        .addString(site.value())
                        .addString(key.name())
                        .addString(key.hash())
                        .addArrayOfString(key.scopes().stream().map(Scope::word).toArray(String[]::new))
                        .addOffsetDateTime(offset(key.expiresAt())))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Whether the site has a key of that id, which is revoked from now on. */
    Uni<Boolean> revoke(SqlConnection connection, SiteId site, String id) {
        return connection
                .preparedQuery(REVOKE)
                .execute(Tuple.of(site.value(), id))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> revokeAll(SqlConnection connection, SiteId site) {
        return connection
                .preparedQuery(REVOKE_ALL)
                .execute(Tuple.of(site.value()))
                .replaceWithVoid();
    }

    private static List<KeyRow> keys(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(KeyStore::key)
                .toList();
    }

    private static KeyRow key(Row row) {
        return new KeyRow(
                row.getString("id"),
                row.getString("name"),
                row.getString("hash"),
                Arrays.stream(row.getArrayOfStrings("scopes"))
                        .flatMap(word -> Scope.named(word).stream())
                        .toList(),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row.getOffsetDateTime("expires_at")),
                instant(row.getOffsetDateTime("revoked_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
