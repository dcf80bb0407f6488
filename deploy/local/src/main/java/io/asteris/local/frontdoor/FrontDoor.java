package io.asteris.local.frontdoor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** Takes requests on one port and streams each to the service that owns its path, and the answer back. */
final class FrontDoor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FrontDoor.class);
    private static final int EVENT_LOOPS = 2;
    private static final int CONNECTIONS_PER_SERVICE = 512;
    private static final Duration CONNECT_BOUND = Duration.ofSeconds(2);
    /** Shorter than the services keep an idle connection, so that the service is not the one who hangs up. */
    private static final int IDLE_SECONDS = 20;

    private static final int UNAVAILABLE = 503;
    private static final String DOWN_TITLE = "Service unavailable";

    private final Vertx vertx;

    private FrontDoor(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Starts it on loopback, by IPv4 and, where there is one, by IPv6.
     *
     * @param services port on 127.0.0.1 by name of the service
     */
    static FrontDoor start(int port, Map<String, Integer> services) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_PER_SERVICE)
                .setConnectTimeout((int) CONNECT_BOUND.toMillis())
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setTcpNoDelay(true));
        HttpProxy proxy = HttpProxy.reverseProxy(client)
                .origin(OriginRequestProvider.selector(context ->
                        Future.succeededFuture(address(context.request().proxiedRequest(), services))))
                .addInterceptor(new Door());
        DeadLettersOfAll all = new DeadLettersOfAll(client, services);
        FrontDoor door = new FrontDoor(vertx);
        try {
            door.listen("127.0.0.1", port, proxy, all)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            door.close();
            throw e;
        }
        // "localhost" may mean ::1 first; a machine without IPv6 does without.
        door.listen("::1", port, proxy, all)
                .onFailure(failure -> LOG.infof("Front door listens by IPv4 only reason=%s", failure.getMessage()));
        return door;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Future<?> listen(String host, int port, HttpProxy proxy, DeadLettersOfAll all) {
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(request -> enter(request, proxy, all))
                .listen(port, host);
    }

    private static void enter(HttpServerRequest request, HttpProxy proxy, DeadLettersOfAll all) {
        if (request.path() != null && request.path().equals("/")) {
            request.response()
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end("Asteris runs here. The REST API begins at " + Route.PREFIX + "\n");
        } else if (isForAll(request)) {
            all.handle(request);
        } else {
            proxy.handle(request);
        }
    }

    private static boolean isForAll(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.path() != null
                && Route.isForAll(request.path(), askedFor(request));
    }

    /** A query that cannot be decoded asks for none: the service refuses it. */
    private static Optional<String> askedFor(HttpServerRequest request) {
        try {
            return Optional.ofNullable(request.getParam("service"));
        } catch (IllegalArgumentException undecodable) {
            return Optional.empty();
        }
    }

    private static SocketAddress address(HttpServerRequest request, Map<String, Integer> services) {
        String service = Route.of(request.path(), askedFor(request));
        return SocketAddress.inetSocketAddress(services.getOrDefault(service, 0), "127.0.0.1");
    }

    /** Says who asked, and answers for a service that is down. */
    private static final class Door implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            HttpServerRequest outside = context.request().proxiedRequest();
            // The Host stays what the caller said, so links and signatures of services name this door.
            if (outside.authority() != null) {
                context.request().setAuthority(outside.authority());
            }
            context.request()
                    .headers()
                    .set("X-Forwarded-For", outside.remoteAddress().hostAddress());
            context.request().headers().set("X-Forwarded-Proto", "http");
            context.request()
                    .headers()
                    .set("X-Forwarded-Host", outside.headers().get("Host"));
            return context.sendRequest().recover(failure -> Future.succeededFuture(unavailable(context.request())));
        }

        @Override
        public Future<Void> handleProxyResponse(ProxyContext context) {
            Body body = context.response().getBody();
            HttpServerRequest outside = context.request().proxiedRequest();
            if (body != null && body.length() < 0 && body.stream() instanceof HttpClientResponse inside) {
                context.response().setBody(Body.body(new Trailed(inside, outside.response())));
            }
            return context.sendResponse();
        }

        private static ProxyResponse unavailable(ProxyRequest request) {
            String path = request.proxiedRequest().path();
            String service = Route.of(path, askedFor(request.proxiedRequest()));
            String detail = "The service " + service + " does not answer; try again in a moment.";
            JsonObject problem = new JsonObject()
                    .put("type", "https://asteris.example/problems/service-unavailable")
                    .put("title", DOWN_TITLE)
                    .put("status", UNAVAILABLE)
                    .put("detail", detail)
                    .put("instance", path)
                    .put("code", "service_unavailable")
                    .put("message", detail)
                    .put("data", new JsonObject().put("status", UNAVAILABLE));
            return request.release()
                    .response()
                    .setStatusCode(UNAVAILABLE)
                    .putHeader("Content-Type", "application/problem+json")
                    .putHeader("Retry-After", "1")
                    .setBody(Body.body(Buffer.buffer(problem.encode())));
        }
    }
}
