package io.asteris.dispatcher.oauth;

import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Public;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a consent begins, and where the browser comes back to. */
@Path(Api.BASE)
public class ConsentResource {
    private final CurrentCaller caller;
    private final Consents consents;

    ConsentResource(CurrentCaller caller, Consents consents) {
        this.caller = caller;
        this.consents = consents;
    }

    /** The address to open in the owner's browser. */
    @POST
    @Path("/providers/{name}/authorise")
    @Produces(MediaType.APPLICATION_JSON)
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Begun> authorise(@PathParam("name") String name) {
        return consents.begin(caller.get().site(), name)
                .map(screen -> new Begun(screen.toString(), consents.redirectUri()));
    }

    /** A page for people, whatever came; public, because the state proves that we sent the browser there. */
    @GET
    @Path("/oauth/callback")
    @Produces("text/html;charset=utf-8")
    @Public
    public Uni<Response> callback(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error,
            @QueryParam("error_description") @Nullable String description) {
        return consents.finish(state, code, error, Objects.requireNonNullElse(description, ""))
                .map(ConsentPage::of);
    }

    /**
     * A consent that can be given.
     *
     * @param redirectUrl what must be registered with the client at the provider
     */
    record Begun(String authoriseUrl, String redirectUrl) {}
}
