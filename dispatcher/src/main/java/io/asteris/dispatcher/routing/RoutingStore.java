package io.asteris.dispatcher.routing;

import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table {@code routing}. */
@ApplicationScoped
public class RoutingStore {
    private static final String OF_SITES =
            "SELECT site, default_provider, fallbacks, rules, max_wait, on_unknown FROM routing WHERE site = ANY($1)";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('routing ' || $1))";

    /** Mail held for want of a provider is looked at again, for a while: an intake with the old routing may be under way. */
    private static final String PUT = """
            INSERT INTO routing (site, default_provider, fallbacks, rules, max_wait, on_unknown, release_until)
            VALUES ($1, $2, $3, $4, $5, $6, asteris_now() + interval '10 seconds')
            ON CONFLICT (site) DO UPDATE
                SET default_provider = excluded.default_provider, fallbacks = excluded.fallbacks, rules = excluded.rules,
                    max_wait = excluded.max_wait, on_unknown = excluded.on_unknown,
                    release_until = excluded.release_until
            """;

    private static final String RELEASE_OWED = """
            SELECT site, default_provider, fallbacks, rules, max_wait, on_unknown FROM routing
            WHERE release_until IS NOT NULL
            """;
    private static final String RELEASED =
            "UPDATE routing SET release_until = NULL WHERE site = $1 AND release_until < asteris_now()";
    private static final String OWE_RELEASE =
            "UPDATE routing SET release_until = asteris_now() + interval '10 seconds' WHERE site = $1";

    private final Database database;

    RoutingStore(Database database) {
        this.database = database;
    }

    /** The routing of many sites as it is now; a site that has none is absent. */
    public Uni<Map<SiteId, Routing>> of(Collection<SiteId> sites) {
        return of(database.workers(), sites);
    }

    /** A site's routing within a transaction, which is the only one to change it until it ends. */
    public Uni<Routing> lock(SqlClient connection, SiteId site) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(site.value())).chain(() -> of(connection, site));
    }

    /** A site's routing as a transaction sees it. */
    public Uni<Routing> of(SqlClient connection, SiteId site) {
        return of(connection, List.of(site)).map(found -> found.getOrDefault(site, Routing.NONE));
    }

    /** Replaces a site's routing. */
    public Uni<Void> put(SqlClient connection, SiteId site, Routing routing) {
        var rules = new JsonArray();
        routing.rules()
                .forEach(rule -> rules.add(new JsonObject()
                        .put("source", rule.source())
                        .put("from_domain", rule.fromDomain())
                        .put("provider", rule.provider())));
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.of(
                        site.value(),
                        routing.defaultProvider(),
                        routing.fallbacks().toArray(String[]::new),
                        rules,
                        routing.maxWait().map(Duration::toMillis).orElse(null),
                        routing.onUnknown().word()))
                .replaceWithVoid();
    }

    /** Has a site's mail that is held for want of a provider looked at again. */
    public Uni<Void> oweRelease(SqlClient connection, SiteId site) {
        return connection
                .preparedQuery(OWE_RELEASE)
                .execute(Tuple.of(site.value()))
                .replaceWithVoid();
    }

    /** The sites whose mail that was held for want of a provider must be looked at again. */
    public Uni<Map<SiteId, Routing>> releaseOwed() {
        return database.workers().query(RELEASE_OWED).execute().map(RoutingStore::read);
    }

    /** Nothing is held for want of a provider any more that could go; forgets the site once that holds for good. */
    public Uni<Void> released(SiteId site) {
        return database.workers()
                .preparedQuery(RELEASED)
                .execute(Tuple.of(site.value()))
                .replaceWithVoid();
    }

    private static Uni<Map<SiteId, Routing>> of(SqlClient connection, Collection<SiteId> sites) {
        String[] ids = sites.stream().map(SiteId::value).toArray(String[]::new);
        return connection.preparedQuery(OF_SITES).execute(Tuple.of(ids)).map(RoutingStore::read);
    }

    private static Map<SiteId, Routing> read(Iterable<Row> rows) {
        Map<SiteId, Routing> found = new HashMap<>();
        for (Row row : rows) {
            List<RoutingChanged.Rule> rules = new ArrayList<>();
            JsonArray stored = row.getJsonArray("rules");
            for (int i = 0; i < stored.size(); i++) {
                JsonObject rule = stored.getJsonObject(i);
                rules.add(new RoutingChanged.Rule(
                        rule.getString("source"), rule.getString("from_domain"), rule.getString("provider")));
            }
            Long maxWait = row.getLong("max_wait");
            String onUnknown = row.getString("on_unknown");
            var routing = new Routing(
                    row.getString("default_provider"),
                    List.of(row.getArrayOfStrings("fallbacks")),
                    rules,
                    Optional.ofNullable(maxWait).map(Duration::ofMillis),
                    onUnknown == null ? OnUnknown.RESEND : OnUnknown.valueOf(onUnknown.toUpperCase(Locale.ROOT)));
            found.put(new SiteId(row.getString("site")), routing);
        }
        return found;
    }
}
