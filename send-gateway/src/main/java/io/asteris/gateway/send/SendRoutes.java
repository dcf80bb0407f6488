package io.asteris.gateway.send;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.platform.auth.Authenticator;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Mounts the posts that send beside the REST layer instead of in it, because every accepted message would pay for that layer
 * (ADR 0025). Who may call and what failures look like is decided where the REST layer has it decided too.
 */
@Singleton
class SendRoutes {
    private static final String JSON = "application/json";
    private static final String ALLOWED = HttpMethod.POST + ", " + HttpMethod.OPTIONS;

    private final Authenticator authenticator;
    private final SingleSend single;
    private final BatchSend batch;

    SendRoutes(Authenticator authenticator, SingleSend single, BatchSend batch) {
        this.authenticator = authenticator;
        this.single = single;
        this.batch = batch;
    }

    /** What one path does for a caller who may send. */
    @FunctionalInterface
    private interface Post {
        Uni<Answer> answer(RoutingContext request, SiteId site);
    }

    void mount(@Observes Router router) {
        mount(router, "/send", single::send);
        mount(router, "/test", single::test);
        mount(router, "/send/batch", batch::send);
    }

    private void mount(Router router, String path, Post post) {
        router.post(Api.BASE + path).produces(JSON).handler(request -> answer(request, post));
        router.post(Api.BASE + path).handler(request -> refuse(request, ProblemType.NOT_ACCEPTABLE));
        router.options(Api.BASE + path).handler(request -> allow(request).end());
        router.route(Api.BASE + path).handler(request -> {
            allow(request);
            refuse(request, ProblemType.METHOD_NOT_ALLOWED);
        });
    }

    private void answer(RoutingContext request, Post post) {
        Context loop = Vertx.currentContext();
        Cancellable running = Uni.createFrom()
                .deferred(() -> post.answer(request, site(request)))
                .emitOn(task -> loop.runOnContext(here -> task.run()))
                .subscribe()
                .with(answer -> write(request, answer), failure -> fail(request, failure));
        // Who has gone needs no answer, and what is held for them is free again.
        request.addEndHandler(ended -> running.cancel());
    }

    private SiteId site(RoutingContext request) {
        String authorization = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        String site = request.request().getHeader(Authenticator.SITE_HEADER);
        return authenticator.forSite(Scope.SEND, authorization, site).site();
    }

    private static HttpServerResponse allow(RoutingContext request) {
        return request.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
    }

    private static void refuse(RoutingContext request, ProblemType type) {
        fail(request, new ProblemException(type, type.title() + "."));
    }

    private static void fail(RoutingContext request, Throwable failure) {
        write(request, Answer.problem(failure, request.normalizedPath()));
    }

    private static void write(RoutingContext request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
        answer.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(Json.write(answer.body())));
    }
}
