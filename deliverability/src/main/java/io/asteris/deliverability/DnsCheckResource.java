package io.asteris.deliverability;

import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What the DNS of a sending domain says, beside what the site's provider needs it to say. */
@Path(Api.BASE + "/dns-check")
class DnsCheckResource {
    @GET
    @Requires(Scope.SETTINGS_READ)
    public void check() {
        throw new ProblemException(ProblemType.NOT_IMPLEMENTED, "The DNS check is not built yet.");
    }
}
