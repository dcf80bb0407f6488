package io.asteris.log.settings;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.StrictJson;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What the site's log keeps. */
@Path(Api.BASE + "/logs/settings")
class SettingsResource {
    private final CurrentCaller caller;
    private final Database database;
    private final Outbox outbox;
    private final SettingsStore store;

    SettingsResource(CurrentCaller caller, Database database, Outbox outbox, SettingsStore store) {
        this.caller = caller;
        this.database = database;
        this.outbox = outbox;
        this.store = store;
    }

    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> get() {
        SiteId site = caller.get().site();
        return database.inSite(site, connection -> store.of(connection, site)).map(ETags::answer);
    }

    @PUT
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> put(byte[] body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        SiteId site = caller.get().site();
        LogSettings wanted = StrictJson.read(body, LogSettings.Wanted.class).complete();
        return outbox.inSite(site, open -> store.lock(open.connection(), site)
                        .chain(() -> store.of(open.connection(), site))
                        .invoke(present -> ETags.check(ifMatch, present))
                        .chain(() -> store.put(open.connection(), site, wanted))
                        .invoke(() -> open.tell(wanted.changed(site))))
                .replaceWith(() -> ETags.answer(wanted));
    }
}
