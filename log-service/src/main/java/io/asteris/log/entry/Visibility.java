package io.asteris.log.entry;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.log.search.Moments;
import io.asteris.log.settings.Horizon;
import io.asteris.log.settings.SettingsStore;
import io.asteris.log.settings.SiteZones;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out what a site may see, and bounds what its statements may do: they walk along an index in the order of the page,
 * for as long as whoever asks has patience. Every read of entries begins with it.
 */
@ApplicationScoped
public class Visibility {
    private static final String BOUNDED = """
            SELECT ARRAY(SELECT retention FROM holding WHERE site = $1) AS classes,
                   settings.retention, retention_before, changed_at, hidden_before,
                   set_config('statement_timeout', $2, true), set_config('plan_cache_mode', $3, true),
                   set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)
            FROM (SELECT) AS one LEFT JOIN settings ON settings.site = $1
            """;

    private final SiteZones zones;
    private final DatabaseClock clock;

    Visibility(SiteZones zones, DatabaseClock clock) {
        this.zones = zones;
        this.clock = clock;
    }

    /** What the site may see now, in a transaction of that site, whose later statements are given up after that long each. */
    public Uni<Visible> of(SqlConnection connection, SiteId site, Patience patience) {
        return connection
                .preparedQuery(BOUNDED)
                .execute(Tuple.of(site.value(), Long.toString(patience.longest().toMillis()), patience.plans()))
                .map(rows -> visible(site, rows.iterator().next()));
    }

    private Visible visible(SiteId site, Row row) {
        List<Retention> classes = Arrays.stream(row.getArrayOfShorts("classes"))
                .map(Retention::ofDays)
                .toList();
        var horizon = Horizon.of(SettingsStore.terms(row), zones.of(site), clock.now());
        return new Visible(site, classes, Moments.floor(horizon));
    }
}
