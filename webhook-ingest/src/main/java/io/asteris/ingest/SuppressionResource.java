package io.asteris.ingest;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The list of addresses that a site does not send to. */
@Path(Api.BASE + "/suppressions")
class SuppressionResource {
    @GET
    @Requires(Scope.SUPPRESSIONS_READ)
    public void list() {
        throw notBuilt();
    }

    @POST
    @Requires(Scope.SUPPRESSIONS_WRITE)
    public void add() {
        throw notBuilt();
    }

    @DELETE
    @Path("{address}")
    @Requires(Scope.SUPPRESSIONS_WRITE)
    public void remove() {
        throw notBuilt();
    }

    @GET
    @Path("export")
    @Requires(Scope.SUPPRESSIONS_READ)
    public void export() {
        throw notBuilt();
    }

    @POST
    @Path("import")
    @Requires(Scope.SUPPRESSIONS_WRITE)
    public void importCsv() {
        throw notBuilt();
    }

    private static ProblemException notBuilt() {
        return new ProblemException(ProblemType.NOT_IMPLEMENTED, "The suppression list is not built yet.");
    }
}
