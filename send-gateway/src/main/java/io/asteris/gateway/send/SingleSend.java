package io.asteris.gateway.send;

import io.asteris.contract.MessageKind;
import io.asteris.contract.SiteId;
import io.asteris.gateway.GatewayConfig;
import io.asteris.gateway.request.RequestReader;
import io.asteris.gateway.verdict.PreferredWait;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** {@code POST /send} and {@code POST /test}: one message. */
@Singleton
class SingleSend {
    private final Intake intake;
    private final Duration testWait;

    SingleSend(Intake intake, GatewayConfig config) {
        this.intake = intake;
        this.testWait = config.testWait();
    }

    Uni<Answer> send(RoutingContext request, SiteId site) {
        Optional<Duration> wait = PreferredWait.read(request.request().headers().getAll("Prefer"));
        return intake.post(
                request,
                site,
                (body, once) ->
                        intake.one(site, MessageKind.SEND, RequestReader.message(body, intake.rules()), once, wait));
    }

    Uni<Answer> test(RoutingContext request, SiteId site) {
        return intake.post(
                request,
                site,
                (body, once) -> intake.one(
                        site, MessageKind.TEST, RequestReader.test(body, intake.rules()), once, Optional.of(testWait)));
    }
}
