package io.asteris.deliverability;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** The rules by which a site's people are alerted, and what was raised. */
@Path(Api.BASE + "/alerts")
class AlertResource {
    @GET
    @Requires(Scope.SETTINGS_READ)
    public void show() {
        throw notBuilt();
    }

    @PUT
    @Requires(Scope.SETTINGS_WRITE)
    public void set() {
        throw notBuilt();
    }

    @GET
    @Path("history")
    @Requires(Scope.SETTINGS_READ)
    public void history() {
        throw notBuilt();
    }

    @POST
    @Path("test")
    @Requires(Scope.SETTINGS_WRITE)
    public void test() {
        throw notBuilt();
    }

    private static ProblemException notBuilt() {
        return new ProblemException(ProblemType.NOT_IMPLEMENTED, "Alerts are not built yet.");
    }
}
