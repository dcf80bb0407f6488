package io.asteris.log;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The paths below {@code /logs} that the API promises and that are not built: an honest {@code 501}. */
@Path(Api.BASE + "/logs")
class NotBuiltLogs {
    @DELETE
    @Path("{id}")
    @Requires(Scope.LOGS_WRITE)
    public void delete() {
        throw notBuilt("Deleting an entry");
    }

    @POST
    @Path("erase")
    @Requires(Scope.LOGS_WRITE)
    public void erase() {
        throw notBuilt("Erasing an address");
    }

    static ProblemException notBuilt(String what) {
        return new ProblemException(ProblemType.NOT_IMPLEMENTED, what + " is not built yet.");
    }
}
