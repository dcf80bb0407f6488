package io.asteris.log;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The paths below {@code /logs} that the API promises and that are not built: an honest {@code 501}. */
@Path(Api.BASE + "/logs")
class NotBuiltLogs {
    @GET
    @Path("export")
    @Requires(Scope.LOGS_READ)
    public void export() {
        throw notBuilt("The export");
    }

    @GET
    @Path("stream")
    @Requires(Scope.LOGS_READ)
    public void stream() {
        throw notBuilt("The live tail");
    }

    static ProblemException notBuilt(String what) {
        return new ProblemException(ProblemType.NOT_IMPLEMENTED, what + " is not built yet.");
    }
}
