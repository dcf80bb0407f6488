package io.asteris.platform.probe;

import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Public;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.StrictJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Paths that only show what the platform makes of a request. */
@Path(Api.BASE + "/probe")
public class ProbeResource {
    private final CurrentCaller current;

    ProbeResource(CurrentCaller current) {
        this.current = current;
    }

    record Body(String name) {}

    @GET
    @Requires(Scope.LOGS_READ)
    public Map<String, String> whoAsks() {
        return Map.of(
                "site", current.get().site().value(), "key_id", current.get().keyId());
    }

    @GET
    @Path("operator")
    @Requires(value = Scope.ADMIN, site = false)
    public Map<String, String> operator() {
        return whoAsks();
    }

    @GET
    @Path("public")
    @Public
    public Map<String, String> open() {
        return Map.of();
    }

    @GET
    @Path("forgotten")
    public Map<String, String> neitherPublicNorScoped() {
        return Map.of();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Scope.SEND)
    public Body echo(byte[] body) {
        return StrictJson.read(body, Body.class);
    }

    @GET
    @Path("fault")
    @Public
    public Map<String, String> fault() {
        throw new IllegalStateException("a secret detail");
    }
}
