package io.asteris.ingest;

import io.asteris.platform.auth.Public;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** What providers post, and where an owner sees whether it arrives. */
@Path(Api.BASE)
class WebhookResource {
    /** A 5xx on purpose: a provider then keeps its events and tries again. */
    @POST
    @Path("webhook/{provider}")
    @Public
    public void post() {
        throw notBuilt();
    }

    @POST
    @Path("webhook/{provider}/{site}")
    @Public
    public void postForSite() {
        throw notBuilt();
    }

    @GET
    @Path("webhooks")
    @Requires(Scope.SETTINGS_READ)
    public void show() {
        throw notBuilt();
    }

    @PUT
    @Path("webhooks")
    @Requires(Scope.SETTINGS_WRITE)
    public void set() {
        throw notBuilt();
    }

    private static ProblemException notBuilt() {
        return new ProblemException(ProblemType.NOT_IMPLEMENTED, "Provider webhooks are not built yet.");
    }
}
