package io.asteris.deliverability.alert;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.deliverability.channel.Channel;
import io.asteris.platform.crypto.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code alert_settings}. */
@ApplicationScoped
public class AlertSettingsStore {
    private static final String OF = "SELECT site, rules, sealed FROM alert_settings WHERE site = $1";
    private static final String PUT = """
            INSERT INTO alert_settings (site, rules, sealed) VALUES ($1, $2, $3)
            ON CONFLICT (site) DO UPDATE SET rules = excluded.rules, sealed = excluded.sealed
            """;
    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtext('deliverability.alert_settings'), hashtext($1))";
    private static final String RECORD = "alert-settings";

    private final SecretBox secrets;

    AlertSettingsStore(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** What is sealed of a document. */
    record Ways(@Nullable String recipient, List<Channel> channels) {}

    /** A site's settings, or the defaults. */
    public Uni<AlertSettings> of(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(OF).execute(Tuple.of(site.value())).map(rows -> {
            var found = rows.iterator();
            return found.hasNext() ? read(found.next()) : AlertSettings.DEFAULTS;
        });
    }

    Uni<Void> put(SqlConnection connection, SiteId site, AlertSettings settings) {
        String rules = new String(Json.write(settings.rules()), StandardCharsets.UTF_8);
        var ways = new Ways(settings.recipient(), settings.channels());
        String sealed = secrets.seal(site, RECORD, new String(Json.write(ways), StandardCharsets.UTF_8));
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.of(site.value(), new JsonArray(rules), sealed))
                .replaceWithVoid();
    }

    /** Lets one change of a site's settings at a time pass until the transaction ends. */
    Uni<Void> lock(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(site.value())).replaceWithVoid();
    }

    private AlertSettings read(Row row) {
        Rule[] rules = Json.read(row.getJsonArray("rules").encode().getBytes(StandardCharsets.UTF_8), Rule[].class);
        String ways = secrets.open(new SiteId(row.getString("site")), RECORD, row.getString("sealed"));
        Ways open = Json.read(ways.getBytes(StandardCharsets.UTF_8), Ways.class);
        return new AlertSettings(List.of(rules), open.recipient(), open.channels());
    }
}
