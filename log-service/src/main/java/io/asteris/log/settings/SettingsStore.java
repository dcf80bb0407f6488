package io.asteris.log.settings;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings documents of all sites. */
@ApplicationScoped
public class SettingsStore {
    private static final String OF_SITES = """
            SELECT site, enabled, body, attachments, search_body, retention, retention_before, changed_at, hidden_before
            FROM settings
            WHERE site = ANY ($1)
            """;

    private static final String PUT = """
            INSERT INTO settings (site, enabled, body, attachments, search_body, retention, retention_before,
                                  hidden_before, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (site) DO UPDATE
            SET enabled = excluded.enabled, body = excluded.body, attachments = excluded.attachments,
                search_body = excluded.search_body, retention = excluded.retention,
                retention_before = excluded.retention_before, hidden_before = excluded.hidden_before,
                changed_at = excluded.changed_at
            """;

    private static final String TERMS = """
            SELECT retention, retention_before, changed_at, hidden_before
            FROM settings
            WHERE site = $1
            """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('log.settings'), hashtext($1))";

    private final Database database;
    private final SiteZones zones;
    private final DatabaseClock clock;

    SettingsStore(Database database, SiteZones zones, DatabaseClock clock) {
        this.database = database;
        this.zones = zones;
        this.clock = clock;
    }

    /** The rules of these sites, each of them, read now: a change holds for the very next batch. */
    public Uni<Map<SiteId, SiteRules>> of(Collection<SiteId> sites) {
        return database.workers().preparedQuery(OF_SITES).execute(names(sites)).map(rows -> complete(sites, rows));
    }

    /** One site's settings inside a transaction of that site. */
    Uni<LogSettings> of(SqlConnection connection, SiteId site) {
        var only = java.util.List.of(site);
        return connection.preparedQuery(OF_SITES).execute(names(only)).map(rows -> complete(only, rows)
                .get(site)
                .settings());
    }

    /** Lets one change of a site's settings at a time pass until the transaction ends, so that none is undone unseen. */
    Uni<Void> lock(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(site.value())).replaceWithVoid();
    }

    /** What says how long the site's entries live, inside a transaction of that site or of a worker. */
    public Uni<Horizon.Terms> terms(SqlConnection connection, SiteId site) {
        return connection
                .preparedQuery(TERMS)
                .execute(Tuple.of(site.value()))
                .map(rows -> rows.size() == 0
                        ? Horizon.Terms.DEFAULTS
                        : terms(rows.iterator().next()));
    }

    /** Replaces the document. A retention holds from the next purge on; what was hidden so far stays hidden. */
    public Uni<Void> put(SqlConnection connection, SiteId site, LogSettings settings) {
        return terms(connection, site)
                .map(terms -> terms.changed(settings.retention(), zones.of(site), clock.now()))
                .chain(terms -> put(connection, site, settings, terms));
    }

    /** Hides at once all that is older than the site's retention; gives the terms that hold from now on. */
    public Uni<Horizon.Terms> hideNow(SqlConnection connection, SiteId site) {
        return lock(connection, site).chain(() -> of(connection, site)).chain(settings -> terms(connection, site)
                .map(terms -> terms.purged(zones.of(site), clock.now()))
                .call(terms -> put(connection, site, settings, terms)));
    }

    private static Uni<Void> put(SqlConnection connection, SiteId site, LogSettings settings, Horizon.Terms terms) {
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.of(
                                site.value(),
                                settings.enabled(),
                                settings.body(),
                                settings.attachments(),
                                settings.searchBody(),
                                days(settings.retention()))
                        .addShort(days(terms.before()))
                        .addOffsetDateTime(utc(terms.hiddenBefore()))
                        .addOffsetDateTime(utc(terms.changedAt() == null ? Instant.EPOCH : terms.changedAt())))
                .replaceWithVoid();
    }

    /** The terms of a row with their columns, all of them null where the site set nothing. */
    public static Horizon.Terms terms(Row row) {
        Short retention = row.getShort("retention");
        Short before = row.getShort("retention_before");
        return retention == null
                ? Horizon.Terms.DEFAULTS
                : new Horizon.Terms(
                        Retention.ofDays(retention),
                        before == null ? null : Retention.ofDays(before),
                        instant(row.getOffsetDateTime("changed_at")),
                        instant(row.getOffsetDateTime("hidden_before")));
    }

    private static @Nullable Short days(@Nullable Retention retention) {
        return retention == null ? null : (short) retention.days();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static Tuple names(Collection<SiteId> sites) {
        return Tuple.of(sites.stream().map(SiteId::value).toArray(String[]::new));
    }

    private Map<SiteId, SiteRules> complete(Collection<SiteId> sites, RowSet<Row> rows) {
        var rules = new HashMap<SiteId, SiteRules>();
        sites.forEach(site -> rules.put(site, rules(site, LogSettings.DEFAULTS, Horizon.Terms.DEFAULTS)));
        for (Row row : rows) {
            var site = new SiteId(row.getString("site"));
            rules.put(site, rules(site, settings(row), terms(row)));
        }
        return rules;
    }

    private SiteRules rules(SiteId site, LogSettings settings, Horizon.Terms terms) {
        return new SiteRules(settings, Horizon.of(terms, zones.of(site), clock.now()));
    }

    private static LogSettings settings(Row row) {
        return new LogSettings(
                row.getBoolean("enabled"),
                row.getBoolean("body"),
                row.getBoolean("attachments"),
                row.getBoolean("search_body"),
                Retention.ofDays(row.getShort("retention")));
    }
}
