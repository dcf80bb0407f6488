package io.asteris.log;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The log's other paths that the API promises and that are not built: an honest {@code 501}. */
@Path(Api.BASE)
class NotBuilt {
    @GET
    @Path("jobs/{id}")
    @Requires(Scope.LOGS_READ)
    public void job() {
        throw NotBuiltLogs.notBuilt("Work in the background");
    }

    @GET
    @Path("jobs/{id}/events")
    @Requires(Scope.LOGS_READ)
    public void jobEvents() {
        throw NotBuiltLogs.notBuilt("Work in the background");
    }

    @DELETE
    @Path("jobs/{id}")
    @Requires(Scope.LOGS_WRITE)
    public void cancelJob() {
        throw NotBuiltLogs.notBuilt("Work in the background");
    }

    @GET
    @Path("stats")
    @Requires(Scope.LOGS_READ)
    public void stats() {
        throw NotBuiltLogs.notBuilt("The statistics");
    }

    @POST
    @Path("retention/purge")
    @Requires(Scope.SETTINGS_WRITE)
    public void purge() {
        throw NotBuiltLogs.notBuilt("Purging");
    }
}
