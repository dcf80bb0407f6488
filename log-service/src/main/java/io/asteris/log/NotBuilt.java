package io.asteris.log;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The log's other paths that the API promises and that are not built: an honest {@code 501}. */
@Path(Api.BASE)
class NotBuilt {
    @GET
    @Path("stats")
    @Requires(Scope.LOGS_READ)
    public void stats() {
        throw NotBuiltLogs.notBuilt("The statistics");
    }
}
