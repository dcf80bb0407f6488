package io.asteris.log;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The log's other paths that the API promises and that are not built: an honest {@code 501}. */
@Path(Api.BASE)
class NotBuilt {
    @POST
    @Path("retention/purge")
    @Requires(Scope.SETTINGS_WRITE)
    public void purge() {
        throw NotBuiltLogs.notBuilt("Purging");
    }
}
