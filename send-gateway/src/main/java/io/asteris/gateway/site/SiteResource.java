package io.asteris.gateway.site;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /sites}: the operator's view of all client installations. */
@Path(Api.BASE + "/sites")
@Produces(MediaType.APPLICATION_JSON)
class SiteResource {
    private final Sites sites;
    private final SiteStore store;

    SiteResource(Sites sites, SiteStore store) {
        this.sites = sites;
        this.store = store;
    }

    /** A site as it is answered. */
    record SiteDocument(
            SiteId id,
            String name,
            SiteChanged.State state,
            String timeZone,
            @Nullable EmailAddress adminEmail,
            List<String> fromDomains,
            SiteChanged.@Nullable Limits limits,
            boolean sandbox,
            Instant createdAt) {
        @Override
        public String toString() {
            return "document of site " + id;
        }
    }

    @GET
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo uri) {
        int size = Paging.limit(limit);
        String after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        return store.page(after, Caller.OPERATOR, size + 1).map(rows -> {
            List<SiteRow> shown = rows.subList(0, Math.min(size, rows.size()));
            String next = rows.size() > size ? Cursor.of(shown.getLast().site().value()) : null;
            return Paging.answer(Page.of(shown.stream().map(this::document).toList(), next), uri);
        });
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> create(@HeaderParam(IdempotencyKey.HEADER) @Nullable String key, byte[] body) {
        var form = StrictJson.read(body, SiteForm.class).checked();
        String requestKey = IdempotencyKey.read(key).map(IdempotencyKey::value).orElse(null);
        return sites.create(form, requestKey).map(row -> Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, Api.BASE + "/sites/" + row.site())
                .entity(document(row))
                .build());
    }

    @GET
    @Path("/{site}")
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> get(@PathParam("site") String site) {
        return store.find(client(site))
                .map(found -> ETags.answer(document(found.filter(row -> row.state() != SiteChanged.State.DELETED)
                        .orElseThrow(Sites::unknown))));
    }

    @PUT
    @Path("/{site}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> put(
            @PathParam("site") String site, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, byte[] body) {
        var form = StrictJson.read(body, SiteForm.class).checked();
        return sites.replace(client(site), form, present -> ETags.check(ifMatch, document(present)))
                .map(row -> ETags.answer(document(row)));
    }

    @DELETE
    @Path("/{site}")
    @Requires(value = Scope.ADMIN, site = false)
    public Uni<Response> delete(@PathParam("site") String site) {
        return sites.delete(client(site)).map(gone -> Response.noContent().build());
    }

    /** The id of a client's site; the operator's own is none. */
    private static SiteId client(String text) {
        SiteId site = id(text);
        if (site.equals(Caller.OPERATOR)) {
            throw Sites.unknown();
        }
        return site;
    }

    static SiteId id(String text) {
        try {
            return new SiteId(text);
        } catch (IllegalArgumentException notAnId) {
            throw Sites.unknown();
        }
    }

    private SiteDocument document(SiteRow row) {
        return new SiteDocument(
                row.site(),
                row.name(),
                row.state(),
                row.timeZone(),
                sites.adminEmail(row).orElse(null),
                row.fromDomains(),
                row.acceptedPerMinute() == null ? null : new SiteChanged.Limits(row.acceptedPerMinute()),
                row.sandbox(),
                row.createdAt());
    }
}
