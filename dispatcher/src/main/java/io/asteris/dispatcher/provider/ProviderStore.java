package io.asteris.dispatcher.provider;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code provider}. */
@ApplicationScoped
public class ProviderStore {
    private static final String SELECT = """
            SELECT p.site, p.name, p.preset, p.settings, p.secrets, p.from_domains, p.from_email, p.version, l.held,
                   g.state = 'authorise' AS unauthorised, p.limits, coalesce(p.account, '') AS account, p.told, p.asked_at
            FROM provider p LEFT JOIN lane l ON l.site = p.site AND l.provider = p.name
            LEFT JOIN oauth_grant g ON g.site = p.site AND g.provider = p.name
            WHERE p.site = $1
            """;
    private static final String OF_SITE = SELECT + " ORDER BY p.name";
    private static final String NAMED = SELECT + " AND p.name = $2";
    /** What the provider told holds for as long as the account is the same; new settings are worth asking again at once. */
    private static final String PUT = """
            INSERT INTO provider AS p (site, name, preset, settings, secrets, from_domains, from_email, version, limits, account,
                                       per_second, per_minute, per_day, at_once)
            VALUES ($1, $2, $3, $4, $5, $6, $7, nextval('settings_version'), $8, $9, $10, $11, $12, $13)
            ON CONFLICT (site, name) DO UPDATE
                SET preset = excluded.preset, settings = excluded.settings, secrets = excluded.secrets,
                    from_domains = excluded.from_domains, from_email = excluded.from_email, version = excluded.version,
                    limits = excluded.limits, account = excluded.account, per_second = excluded.per_second,
                    per_minute = excluded.per_minute, per_day = excluded.per_day, at_once = excluded.at_once,
                    told = CASE WHEN p.account = excluded.account THEN p.told ELSE '{}' END,
                    asked_at = CASE WHEN p.account = excluded.account THEN p.asked_at END,
                    ask_at = asteris_now(), updated_at = asteris_now()
            """;

    private static final String RENEW_VERSION =
            "UPDATE provider SET version = nextval('settings_version') WHERE site = $1 AND name = $2";
    private static final String DELETE = "DELETE FROM provider WHERE site = $1 AND name = $2";

    /** All providers of a site, by name. */
    public Uni<List<StoredProvider>> of(SqlClient connection, SiteId site) {
        return connection.preparedQuery(OF_SITE).execute(Tuple.of(site.value())).map(ProviderStore::read);
    }

    /** One provider of a site. */
    public Uni<Optional<StoredProvider>> named(SqlClient connection, SiteId site, String name) {
        return connection
                .preparedQuery(NAMED)
                .execute(Tuple.of(site.value(), name))
                .map(rows -> read(rows).stream().findFirst());
    }

    /**
     * Saves a provider under a new version; the one given is not looked at.
     *
     * @param holding the limits that hold, with the account's or the preset's where the owner gave none
     */
    public Uni<Void> put(SqlClient connection, StoredProvider provider, Limits holding) {
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.from(new Object[] {
                    provider.site().value(),
                    provider.name(),
                    provider.preset(),
                    new JsonObject(new java.util.HashMap<>(provider.settings())),
                    provider.secrets(),
                    provider.fromDomains().toArray(String[]::new),
                    provider.fromEmail(),
                    new JsonObject(new java.util.HashMap<>(provider.limits().named())),
                    provider.account(),
                    holding.perSecond(),
                    holding.perMinute(),
                    holding.perDay(),
                    holding.atOnce()
                }))
                .replaceWithVoid();
    }

    /** Makes every instance open the provider anew for its next call. */
    public Uni<Void> renewVersion(SqlClient connection, SiteId site, String name) {
        return connection
                .preparedQuery(RENEW_VERSION)
                .execute(Tuple.of(site.value(), name))
                .replaceWithVoid();
    }

    /** Removes a provider. */
    public Uni<Void> delete(SqlClient connection, SiteId site, String name) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(site.value(), name))
                .replaceWithVoid();
    }

    private static List<StoredProvider> read(Iterable<Row> rows) {
        List<StoredProvider> found = new ArrayList<>();
        for (Row row : rows) {
            found.add(new StoredProvider(
                    new SiteId(row.getString("site")),
                    row.getString("name"),
                    row.getString("preset"),
                    row.getJsonObject("settings").getMap(),
                    row.getString("secrets"),
                    List.of(row.getArrayOfStrings("from_domains")),
                    row.getString("from_email"),
                    row.getLong("version"),
                    row.getString("held"),
                    Boolean.TRUE.equals(row.getBoolean("unauthorised")),
                    limits(row.getJsonObject("limits")),
                    row.getString("account"),
                    told(row.getJsonObject("told")),
                    row.getOffsetDateTime("asked_at") == null
                            ? null
                            : row.getOffsetDateTime("asked_at").toInstant()));
        }
        return found;
    }

    private static AccountFacts told(JsonObject stored) {
        return stored.isEmpty()
                ? AccountFacts.NONE
                : Json.read(stored.encode().getBytes(StandardCharsets.UTF_8), AccountFacts.class);
    }

    private static Limits limits(JsonObject stored) {
        return new Limits(
                stored.getInteger("per_second"),
                stored.getInteger("per_minute"),
                stored.getInteger("per_day"),
                stored.getInteger("at_once"));
    }
}
