package io.asteris.gateway.site;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.ApiKey;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.crypto.Pepper;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /sites/{site}/keys}: the API keys of a site. A key's text is answered once, when it is made. */
@Path(Api.BASE + "/sites/{site}/keys")
@Produces(MediaType.APPLICATION_JSON)
class KeyResource {
    private final Sites sites;
    private final SiteStore siteStore;
    private final KeyStore keyStore;
    private final Pepper pepper;
    private final DatabaseClock clock;

    KeyResource(Sites sites, SiteStore siteStore, KeyStore keyStore, Pepper pepper, DatabaseClock clock) {
        this.sites = sites;
        this.siteStore = siteStore;
        this.keyStore = keyStore;
        this.pepper = pepper;
        this.clock = clock;
    }

    /** A key as it is answered; {@code key} only when it was just made. */
    record KeyDocument(
            String id,
            @Nullable String key,
            String name,
            List<Scope> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {
        static KeyDocument of(KeyRow row, @Nullable String text) {
            return new KeyDocument(
                    row.id(), text, row.name(), row.scopes(), row.createdAt(), row.expiresAt(), row.revokedAt());
        }

        @Override
        public String toString() {
            return "document of API key " + id;
        }
    }

    @GET
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Page<KeyDocument>> list(@PathParam("site") String text) {
        SiteId site = SiteResource.id(text);
        return siteStore
                .find(site)
                .map(found -> found.filter(row -> row.state() != SiteChanged.State.DELETED)
                        .orElseThrow(Sites::unknown))
                .chain(() -> keyStore.of(site))
                .map(rows -> Page.of(
                        rows.stream().map(row -> KeyDocument.of(row, null)).toList(), null));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> create(@PathParam("site") String text, byte[] body) {
        SiteId site = SiteResource.id(text);
        var form = StrictJson.read(body, KeyForm.class);
        Instant now = clock.now();
        List<Scope> scopes = form.checked(site, now);
        ApiKey key = ApiKey.mint();
        var row = new KeyRow(
                key.id(),
                Objects.requireNonNull(form.name()),
                pepper.hash(key.text()),
                scopes,
                now,
                form.expiresAt(),
                null);
        return sites.addKey(site, row).map(added -> Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, Api.BASE + "/sites/" + site + "/keys/" + key.id())
                // The text stands in this answer alone; nothing on the way may keep it.
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(KeyDocument.of(row, key.text()))
                .build());
    }

    @DELETE
    @Path("/{key}")
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> revoke(@PathParam("site") String text, @PathParam("key") String key) {
        return sites.revokeKey(SiteResource.id(text), key)
                .map(revoked -> Response.noContent().build());
    }
}
