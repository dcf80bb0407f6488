package io.asteris.dispatcher.account;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.provider.Limits;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What was told, and whose turn it is to be asked: columns of the table {@code provider}. */
@ApplicationScoped
class AccountStore {
    /** Taken forward by whoever takes it, so that of several dispatchers one asks; left there by one that dies. */
    private static final String TAKE_DUE = """
            UPDATE provider SET ask_at = asteris_now() + $3 * interval '1 millisecond'
            WHERE (site, name) IN (SELECT site, name FROM provider WHERE preset = ANY ($1) AND ask_at <= asteris_now()
                                   ORDER BY ask_at LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING site, name
            """;

    private static final String ASK_SOON = "UPDATE provider SET ask_at = asteris_now() WHERE site = $1 AND name = $2";

    /** Only to the settings that were asked with. Turns drift apart by a tenth, so that a restart does not bring them together. */
    private static final String KEEP = """
            UPDATE provider
            SET told = $4, asked_at = asteris_now(),
                ask_at = asteris_now() + $5 * (0.95 + random() / 10) * interval '1 millisecond',
                per_second = $6, per_minute = $7, per_day = $8, at_once = $9
            WHERE site = $1 AND name = $2 AND version = $3
            RETURNING name
            """;

    private final Database database;

    AccountStore(Database database) {
        this.database = database;
    }

    /** Takes some whose turn it is; nobody else gets them for so long. */
    Uni<List<LaneKey>> takeDue(Collection<String> presets, int most, Duration lease) {
        return database.onWorker(connection -> connection
                .preparedQuery(TAKE_DUE)
                .execute(Tuple.of(presets.toArray(String[]::new), most, lease.toMillis()))
                .map(rows -> {
                    List<LaneKey> taken = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        taken.add(new LaneKey(new SiteId(row.getString("site")), row.getString("name")));
                    }
                    return taken;
                }));
    }

    Uni<Void> askSoon(LaneKey lane) {
        return database.inSite(lane.site(), connection -> connection
                        .preparedQuery(ASK_SOON)
                        .execute(Tuple.of(lane.site().value(), lane.provider())))
                .replaceWithVoid();
    }

    /**
     * Keeps what a provider told, with the limits that hold by it.
     *
     * @return whether its settings are still those that it was asked with
     */
    Uni<Boolean> keep(SqlClient connection, StoredProvider provider, Limits holding, Duration next) {
        var told = new JsonObject(new String(Json.write(provider.told()), StandardCharsets.UTF_8));
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.from(Arrays.asList(
                        provider.site().value(),
                        provider.name(),
                        provider.version(),
                        told,
                        next.toMillis(),
                        holding.perSecond(),
                        holding.perMinute(),
                        holding.perDay(),
                        holding.atOnce())))
                .map(rows -> rows.size() == 1);
    }
}
