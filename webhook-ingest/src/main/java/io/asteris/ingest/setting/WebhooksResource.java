package io.asteris.ingest.setting;

import io.asteris.contract.SiteId;
import io.asteris.ingest.Audit;
import io.asteris.ingest.Bodies;
import io.asteris.ingest.post.Failures;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** How a site's providers report, and whether they do. */
@Path(Api.BASE + "/webhooks")
class WebhooksResource {
    private static final int MOST_OCTETS = 64 * 1024;

    private final CurrentCaller caller;
    private final Bodies bodies;
    private final Database database;
    private final SettingsStore store;
    private final StateStore states;
    private final KeyRing ring;
    private final Failures failures;
    private final Audit audit;
    private final String publicUrl;

    WebhooksResource(
            CurrentCaller caller,
            Bodies bodies,
            Database database,
            SettingsStore store,
            StateStore states,
            KeyRing ring,
            Failures failures,
            Audit audit,
            @ConfigProperty(name = "asteris.public-url") String publicUrl) {
        this.caller = caller;
        this.bodies = bodies;
        this.database = database;
        this.store = store;
        this.states = states;
        this.ring = ring;
        this.failures = failures;
        this.audit = audit;
        this.publicUrl = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    }

    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> get() {
        SiteId site = caller.get().site();
        return database.inSite(
                site, connection -> store.of(connection, site).chain(settings -> answer(connection, site, settings)));
    }

    @PUT
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> put(
            @Context RoutingContext request, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Caller by = caller.get();
        return bodies.read(request, MOST_OCTETS).chain(body -> put(body, by, ifMatch));
    }

    private Uni<Response> put(byte[] body, Caller by, @Nullable String ifMatch) {
        SiteId site = by.site();
        return database.inSite(site, connection -> audit.lock(connection, site)
                        .chain(() -> store.of(connection, site))
                        .invoke(present -> ETags.check(ifMatch, WebhooksDocument.Tag.of(site, present)))
                        .map(present -> WebhooksForm.read(body, site, present))
                        .call(wanted -> store.put(connection, site, wanted))
                        .call(() -> audit.write(connection, site, by.keyId(), "webhooks changed"))
                        .chain(() -> store.of(connection, site)))
                .invoke(settings -> ring.take(site, settings))
                .chain(settings -> database.inSite(site, connection -> answer(connection, site, settings)));
    }

    private Uni<Response> answer(SqlConnection connection, SiteId site, WebhookSettings settings) {
        return states.of(connection, site).map(seen -> {
            var document = WebhooksDocument.of(
                    site,
                    settings,
                    provider -> url(site, provider),
                    provider -> failures.added(site, provider, seen.getOrDefault(provider, ProviderState.NOTHING)));
            return ETags.answer(document, WebhooksDocument.Tag.of(site, settings));
        });
    }

    /** Where too many sites share the path, or an older one has the same keys, the site stands in it. */
    private String url(SiteId site, WebhookProvider provider) {
        String path = publicUrl + Api.BASE + "/webhook/" + provider.word();
        return ring.isFoundUnnamed(site, provider) ? path : path + "/" + site;
    }
}
