package io.asteris.platform.egress;

import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;

/** The house's HTTP client for whatever lies outside it. See the package for what it promises. */
public final class OutgoingHttp {
    private final Vertx vertx;
    private final OutgoingHttpOptions options;
    private final Routes routes;
    private final HttpClients clients;

    /** A client with its own pools; services inject the one of the house. */
    public OutgoingHttp(Vertx vertx, OutgoingHttpOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.routes = new Routes(vertx, options);
        this.clients = new HttpClients(vertx, options);
    }

    /**
     * Makes one call, from any thread, and repeats nothing. Fails only when its own body cannot be read; nothing arrived then.
     */
    public Uni<HttpResult> call(HttpCall call) {
        return uni(() -> perform(call));
    }

    /**
     * Whether the rules forbid a target as its name leads now, and why; for settings, so that their owner hears of it at once. A name
     * that cannot be looked up is no objection: it may be looked up when it is called.
     */
    public Uni<Optional<String>> objection(URI target) {
        return uni(
                () -> routes.to(target).transform(found -> Future.succeededFuture(objection(found.cause(), target))));
    }

    /** Closes all connections. */
    public Uni<Void> close() {
        return Uni.createFrom().completionStage(() -> clients.close().toCompletionStage());
    }

    private static Optional<String> objection(Throwable failure, URI target) {
        if (!(failure instanceof CallFailure known)) {
            return Optional.empty();
        }
        boolean unfound = known.result().trouble() == Trouble.NAME;
        if (unfound && Routes.isClear(target)) {
            return Optional.of("Plain http is allowed only to what the operator allowed. Use https.");
        }
        return unfound ? Optional.empty() : Optional.of(known.result().words());
    }

    private <T> Uni<T> uni(Supplier<Future<T>> work) {
        return Uni.createFrom().completionStage(() -> {
            Promise<T> done = Promise.promise();
            Context context = vertx.getOrCreateContext();
            context.runOnContext(started -> work.get().onComplete(done));
            return done.future().toCompletionStage();
        });
    }

    private Future<HttpResult> perform(HttpCall call) {
        long end = System.nanoTime() + call.within().toNanos();
        return routes.to(call.target())
                .compose(found -> connect(call, found, 0, end))
                .compose(request -> new Exchange(vertx, options, call.body(), end).over(request))
                .recover(OutgoingHttp::known);
    }

    private static Future<HttpResult> known(Throwable failure) {
        return failure instanceof CallFailure known
                ? Future.succeededFuture(known.result())
                : Future.failedFuture(failure);
    }

    private Future<HttpClientRequest> connect(HttpCall call, List<Route> found, int next, long end) {
        Route route = found.get(next);
        URI target = call.target();
        boolean clear = Routes.isClear(target);
        int port = target.getPort() >= 0 ? target.getPort() : clear ? 80 : 443;
        var request = new RequestOptions()
                .setMethod(call.method())
                .setServer(route.socket(port))
                .setHost(target.getHost())
                .setPort(port)
                .setSsl(!clear)
                .setURI(pathAndQuery(target))
                .setConnectTimeout(options.connect().toMillis())
                .setFollowRedirects(false);
        call.headers().forEach(request::putHeader);
        return clients.over(route, clear).request(request).recover(failure -> {
            if (isMistrust(failure)) {
                return Future.failedFuture(new CallFailure(new Failed(
                        Trouble.TLS,
                        false,
                        "The encrypted connection to " + route.host() + " is not trustworthy: " + root(failure)
                                + ". Nothing was sent.")));
            }
            if (next + 1 < found.size() && System.nanoTime() < end) {
                return connect(call, found, next + 1, end);
            }
            return Future.failedFuture(new CallFailure(
                    new Failed(Trouble.CONNECT, false, "Nothing answers at " + route.host() + " port " + port + ".")));
        });
    }

    private static String pathAndQuery(URI target) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    }

    /** Their certificate, or their refusal of what we offer; a handshake that was cut or too slow is a matter of the network. */
    private static boolean isMistrust(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            boolean refused = each instanceof SSLHandshakeException
                    && !each.getClass().getName().startsWith("io.netty")
                    && !String.valueOf(each.getMessage()).contains("terminated");
            if (each instanceof CertificateException || refused) {
                return true;
            }
        }
        return false;
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? "the handshake failed" : root.getMessage();
    }
}
