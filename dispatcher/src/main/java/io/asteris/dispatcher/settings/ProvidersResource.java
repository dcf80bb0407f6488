package io.asteris.dispatcher.settings;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.provider.Presets;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The presets, and a site's providers. */
@Path(Api.BASE)
@Produces(MediaType.APPLICATION_JSON)
public class ProvidersResource {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

    private final CurrentCaller caller;
    private final Presets presets;
    private final ProviderSettings settings;

    ProvidersResource(CurrentCaller caller, Presets presets, ProviderSettings settings) {
        this.caller = caller;
        this.presets = presets;
        this.settings = settings;
    }

    /** What a site can choose, with the fields of each and their hints. */
    @GET
    @Path("/presets")
    @Requires(Scope.SETTINGS_READ)
    public Uni<Page<ProviderDocument.PresetDocument>> presets() {
        var all =
                presets.all().stream().map(ProviderDocument.PresetDocument::of).toList();
        return Uni.createFrom().item(Page.of(all, null));
    }

    /** All providers of the site, by name. */
    @GET
    @Path("/providers")
    @Requires(Scope.SETTINGS_READ)
    public Uni<Page<ProviderDocument>> list() {
        return settings.all(site()).map(all -> Page.of(all, null));
    }

    /** One provider; {@code 404} when there is none of that name. */
    @GET
    @Path("/providers/{name}")
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> get(@PathParam("name") String name) {
        return settings.one(site(), name).map(ETags::answer);
    }

    /** Makes or replaces a provider; secrets that are left out stay. */
    @PUT
    @Path("/providers/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> put(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, byte[] body) {
        if (!name.matches(NAME)) {
            throw ProblemException.invalid(
                    "/name", "a provider's name has 1 to 40 lower-case letters, digits and hyphens");
        }
        var given = StrictJson.read(body, ProviderDocument.class);
        return settings.put(site(), name, given, ifMatch).map(ETags::answer);
    }

    /** Removes a provider; {@code 409} while routing names it. */
    @DELETE
    @Path("/providers/{name}")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> delete(@PathParam("name") String name) {
        return settings.delete(site(), name).map(done -> Response.noContent().build());
    }

    private SiteId site() {
        return caller.get().site();
    }
}
