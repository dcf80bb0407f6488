package io.asteris.log.retention;

import io.asteris.contract.SiteId;
import io.asteris.log.search.Moments;
import io.asteris.log.settings.Horizon;
import io.asteris.log.settings.SettingsStore;
import io.asteris.log.settings.SiteZones;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Purges each site once per local date, at 03:00 or, when nothing ran then, as soon as something runs; and drops the periods
 * that nobody can see any more. Every step may be repeated, so several instances do no harm.
 */
@ApplicationScoped
class Purging {
    private static final Logger LOG = Logger.getLogger(Purging.class);

    private static final String SITES = """
            SELECT held.site, settings.retention, retention_before, changed_at, hidden_before, strays,
                   (SELECT max(day) FROM purged WHERE purged.site = held.site) AS purged
            FROM (SELECT holding.site, bool_or(holding.retention <> coalesce(settings.retention, 30)) AS strays
                  FROM holding LEFT JOIN settings USING (site)
                  GROUP BY holding.site) AS held
            LEFT JOIN settings USING (site)
            """;

    private final Database database;
    private final DatabaseClock clock;
    private final SiteZones zones;
    private final SitePurge sitePurge;
    private final Periods periods;
    private final RetentionConfig config;
    private volatile @Nullable Cancellable ticks;

    Purging(
            Database database,
            DatabaseClock clock,
            SiteZones zones,
            SitePurge sitePurge,
            Periods periods,
            RetentionConfig config) {
        this.database = database;
        this.clock = clock;
        this.zones = zones;
        this.sitePurge = sitePurge;
        this.periods = periods;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        ticks = Multi.createFrom()
                .ticks()
                .every(config.tick())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> purgeWhatIsDue())
                .subscribe()
                .with(done -> LOG.trace("Looked for what is due"));
    }

    void stop(@Observes ShutdownEvent stopping) {
        Cancellable running = ticks;
        if (running != null) {
            running.cancel();
        }
    }

    /** What a purge did. */
    record Purged(long hidden, int dropped) {}

    /**
     * Purges one site now.
     *
     * @param terms of the site, after what is to be hidden was hidden
     */
    Uni<Purged> now(SiteId site, Horizon.Terms terms) {
        return purge(new Due(site, terms)).chain(hidden -> periods.drop().map(dropped -> new Purged(hidden, dropped)));
    }

    /** Purges the sites whose day has come, and drops what no site needs any more; gives those sites. */
    Uni<List<SiteId>> run() {
        return database.onWorker(connection -> connection.query(SITES).execute())
                .map(this::due)
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(due -> purge(due).replaceWith(due.site()))
                .collect()
                .asList()
                .call(periods::drop)
                .call(sitePurge::forget);
    }

    /** Never fails: the next tick tries again. */
    private Uni<Void> purgeWhatIsDue() {
        return run().replaceWithVoid()
                .onFailure()
                .invoke(trouble -> LOG.warnf("A purge was not finished and is tried again cause=%s", trouble))
                .onFailure()
                .recoverWithNull();
    }

    private List<Due> due(Iterable<Row> rows) {
        var due = new ArrayList<Due>();
        for (Row row : rows) {
            var site = new SiteId(row.getString("site"));
            LocalDate last = row.getLocalDate("purged");
            boolean today = last == null || last.isBefore(Horizon.lastPurge(zones.of(site), clock.now()));
            if (today || row.getBoolean("strays")) {
                due.add(new Due(site, SettingsStore.terms(row)));
            }
        }
        return due;
    }

    private Uni<Long> purge(Due due) {
        ZoneId zone = zones.of(due.site());
        return sitePurge.run(new SitePurge.Order(
                due.site(),
                due.terms().retention(),
                Moments.floor(Horizon.of(due.terms(), zone, clock.now())),
                Horizon.lastPurge(zone, clock.now())));
    }

    /** A site with something to do: its day has come, or entries lie in a class that is not its own. */
    private record Due(SiteId site, Horizon.Terms terms) {}
}
