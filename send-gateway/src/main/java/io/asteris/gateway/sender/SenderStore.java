package io.asteris.gateway.sender;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.gateway.GatewayConfig;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The table {@code sender}, with a copy in memory that is at most some seconds old, because every accepted message asks for it. A
 * change counts at once on the instance that makes it.
 */
@Singleton
public class SenderStore {
    private static final String FIND = "SELECT document FROM sender WHERE site = $1";
    private static final String PUT = """
            INSERT INTO sender (site, document) VALUES ($1, $2)
            ON CONFLICT (site) DO UPDATE SET document = excluded.document, changed_at = asteris_now()
            """;
    private static final int MAX_COPIES = 50_000;

    private final Database database;
    private final long maxAgeNanos;
    private final Map<SiteId, Copy> copies = new ConcurrentHashMap<>();

    SenderStore(Database database, GatewayConfig config) {
        this.database = database;
        this.maxAgeNanos = config.senderAge().toNanos();
    }

    private record Copy(SenderSettings settings, long readAt) {}

    /** The settings for accepting mail, where memory has them fresh. */
    public Optional<SenderSettings> fresh(SiteId site) {
        Copy copy = copies.get(site);
        return copy != null && System.nanoTime() - copy.readAt() < maxAgeNanos
                ? Optional.of(copy.settings())
                : Optional.empty();
    }

    /** The settings for accepting mail, from memory where they are fresh. */
    public Uni<SenderSettings> recent(SiteId site) {
        return fresh(site).map(settings -> Uni.createFrom().item(settings)).orElseGet(() -> read(site)
                .invoke(settings -> remember(site, settings)));
    }

    /** The settings as they are now. */
    Uni<SenderSettings> read(SiteId site) {
        return database.inSite(site, connection -> find(connection, site, ""));
    }

    /** Replaces the settings, unless the change refuses those that it finds. */
    Uni<SenderSettings> replace(SiteId site, Function<SenderSettings, SenderSettings> change) {
        return database.inSite(site, connection -> find(connection, site, " FOR UPDATE")
                        .map(change)
                        .call(settings ->
                                connection.preparedQuery(PUT).execute(Tuple.of(site.value(), json(settings)))))
                .invoke(settings -> remember(site, settings));
    }

    private void remember(SiteId site, SenderSettings settings) {
        if (copies.size() >= MAX_COPIES) {
            copies.clear();
        }
        copies.put(site, new Copy(settings, System.nanoTime()));
    }

    private static Uni<SenderSettings> find(SqlConnection connection, SiteId site, String lock) {
        return connection
                .preparedQuery(FIND + lock)
                .execute(Tuple.of(site.value()))
                .map(SenderStore::first);
    }

    private static SenderSettings first(RowSet<Row> rows) {
        for (Row row : rows) {
            byte[] document = row.getJsonObject("document").encode().getBytes(StandardCharsets.UTF_8);
            return Json.read(document, SenderSettings.class);
        }
        return SenderSettings.NONE;
    }

    private static JsonObject json(SenderSettings settings) {
        return new JsonObject(new String(Json.write(settings), StandardCharsets.UTF_8));
    }
}
