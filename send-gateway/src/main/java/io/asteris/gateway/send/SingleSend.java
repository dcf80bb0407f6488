package io.asteris.gateway.send;

import io.asteris.contract.MessageKind;
import io.asteris.contract.SiteId;
import io.asteris.gateway.GatewayConfig;
import io.asteris.gateway.request.RequestReader;
import io.asteris.gateway.verdict.PreferredWait;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /send} and {@code POST /test}: one message. */
@Path(Api.BASE)
@Produces(MediaType.APPLICATION_JSON)
class SendResource {
    private final Intake intake;
    private final CurrentCaller caller;
    private final Duration testWait;

    SendResource(Intake intake, CurrentCaller caller, GatewayConfig config) {
        this.intake = intake;
        this.caller = caller;
        this.testWait = config.testWait();
    }

    @POST
    @Path("/send")
    @Requires(Scope.SEND)
    public Uni<Response> send(
            @Context RoutingContext request,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam("Prefer") List<String> prefer) {
        SiteId site = caller.get().site();
        Optional<Duration> wait = PreferredWait.read(prefer);
        return intake.post(
                request,
                site,
                key,
                (body, once) ->
                        intake.one(site, MessageKind.SEND, RequestReader.message(body, intake.rules()), once, wait));
    }

    @POST
    @Path("/test")
    @Requires(Scope.SEND)
    public Uni<Response> test(
            @Context RoutingContext request, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        SiteId site = caller.get().site();
        return intake.post(
                request,
                site,
                key,
                (body, once) -> intake.one(
                        site, MessageKind.TEST, RequestReader.test(body, intake.rules()), once, Optional.of(testWait)));
    }
}
