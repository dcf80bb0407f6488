package io.asteris.log.retention;

import io.asteris.contract.SiteId;
import io.asteris.log.settings.SettingsStore;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Purges the site's log at once instead of at the next 03:00. */
@Path(Api.BASE + "/retention/purge")
class PurgeResource {
    private final CurrentCaller caller;
    private final Database database;
    private final SettingsStore settings;
    private final Purging purging;

    PurgeResource(CurrentCaller caller, Database database, SettingsStore settings, Purging purging) {
        this.caller = caller;
        this.database = database;
        this.settings = settings;
        this.purging = purging;
    }

    /** All older than the retention is hidden from now on; the periods that only held such things are gone from the disk. */
    @POST
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Purging.Purged> purge() {
        SiteId site = caller.get().site();
        return database.inSite(site, connection -> settings.hideNow(connection, site))
                .chain(terms -> purging.now(site, terms));
    }
}
