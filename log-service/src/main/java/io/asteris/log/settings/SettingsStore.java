package io.asteris.log.settings;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The settings documents of all sites. */
@ApplicationScoped
public class SettingsStore {
    private static final String OF_SITES = """
            SELECT site, enabled, body, attachments, search_body, retention
            FROM settings
            WHERE site = ANY ($1)
            """;

    private static final String PUT = """
            INSERT INTO settings (site, enabled, body, attachments, search_body, retention)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (site) DO UPDATE
            SET enabled = excluded.enabled, body = excluded.body, attachments = excluded.attachments,
                search_body = excluded.search_body, retention = excluded.retention, changed_at = asteris_now()
            """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('log.settings'), hashtext($1))";

    private final Database database;

    SettingsStore(Database database) {
        this.database = database;
    }

    /** The settings of these sites, each of them, read now: a change holds for the very next batch. */
    public Uni<Map<SiteId, LogSettings>> of(Collection<SiteId> sites) {
        return database.workers().preparedQuery(OF_SITES).execute(names(sites)).map(rows -> complete(sites, rows));
    }

    /** One site's settings inside a transaction of that site. */
    Uni<LogSettings> of(SqlConnection connection, SiteId site) {
        var only = java.util.List.of(site);
        return connection.preparedQuery(OF_SITES).execute(names(only)).map(rows -> complete(only, rows)
                .getOrDefault(site, LogSettings.DEFAULTS));
    }

    /** Lets one change of a site's settings at a time pass until the transaction ends, so that none is undone unseen. */
    Uni<Void> lock(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(site.value())).replaceWithVoid();
    }

    Uni<Void> put(SqlConnection connection, SiteId site, LogSettings settings) {
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.of(
                        site.value(),
                        settings.enabled(),
                        settings.body(),
                        settings.attachments(),
                        settings.searchBody(),
                        (short) settings.retention().days()))
                .replaceWithVoid();
    }

    private static Tuple names(Collection<SiteId> sites) {
        return Tuple.of(sites.stream().map(SiteId::value).toArray(String[]::new));
    }

    private static Map<SiteId, LogSettings> complete(Collection<SiteId> sites, RowSet<Row> rows) {
        var settings = new HashMap<SiteId, LogSettings>();
        sites.forEach(site -> settings.put(site, LogSettings.DEFAULTS));
        for (Row row : rows) {
            settings.put(
                    new SiteId(row.getString("site")),
                    new LogSettings(
                            row.getBoolean("enabled"),
                            row.getBoolean("body"),
                            row.getBoolean("attachments"),
                            row.getBoolean("search_body"),
                            Retention.ofDays(row.getShort("retention"))));
        }
        return settings;
    }
}
