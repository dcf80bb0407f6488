package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.platform.egress.EgressPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Brings a connection to an endpoint about: looked up, allowed, connected, and made ready by {@link SmtpHandshake}. */
final class SmtpConnector {
    private final Vertx vertx;
    private final SmtpClientOptions options;
    private final SmtpSockets sockets;

    SmtpConnector(Vertx vertx, SmtpClientOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.sockets = new SmtpSockets(vertx, options);
    }

    /** A connection ready for MAIL; fails with {@link SetupFailure}. */
    Future<SmtpConnection> open(SmtpEndpoint endpoint) {
        return resolve(endpoint.host())
                .compose(addresses -> allowed(endpoint, addresses))
                .compose(routes -> connect(endpoint, routes, 0))
                .compose(connection -> new SmtpHandshake(connection, endpoint, options).perform());
    }

    Future<Void> close() {
        return sockets.close();
    }

    private Future<List<InetAddress>> resolve(String host) {
        Future<List<InetAddress>> lookup =
                vertx.executeBlocking(() -> options.resolver().resolve(host), false);
        return lookup.timeout(options.timeouts().reply().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    String words = failure instanceof UnknownHostException
                            ? "There is no server named " + host
                                    + ", or the name cannot be looked up now. Check the spelling."
                            : "The name " + host + " could not be looked up.";
                    return failed(SmtpCheck.Step.HOST, Cause.TRANSIENT, words);
                });
    }

    private Future<List<Route>> allowed(SmtpEndpoint endpoint, List<InetAddress> addresses) {
        var routes = new ArrayList<Route>();
        String reason = endpoint.host() + " has no address.";
        for (InetAddress address : addresses) {
            switch (options.egress().judge(endpoint.host(), address)) {
                case EgressPolicy.Named named -> routes.add(new Route(address, options.anyCertificateWhereNamed()));
                case EgressPolicy.Public open
                when endpoint.mode() == SmtpMode.NONE ->
                    reason = "Plain text to " + endpoint.host() + " is not allowed. Use STARTTLS (587) or TLS (465).";
                case EgressPolicy.Public open -> routes.add(new Route(address, false));
                case EgressPolicy.Refused refused -> reason = refused.reason();
            }
        }
        return routes.isEmpty()
                ? failed(SmtpCheck.Step.HOST, Cause.CONFIGURATION, reason)
                : Future.succeededFuture(routes);
    }

    private Future<SmtpConnection> connect(SmtpEndpoint endpoint, List<Route> routes, int next) {
        Route route = routes.get(next);
        Future<NetSocket> socket =
                sockets.connect(endpoint.host(), route.address(), endpoint.port(), route.anyCertificate());
        return socket.map(connected -> new SmtpConnection(vertx, connected)).recover(failure -> {
            if (next + 1 < routes.size()) {
                return connect(endpoint, routes, next + 1);
            }
            return failed(
                    SmtpCheck.Step.CONNECT,
                    Cause.TRANSIENT,
                    "Nothing answers at " + endpoint.host() + " port " + endpoint.port()
                            + ". Check host and port, and whether a firewall is in the way.");
        });
    }

    private static <T> Future<T> failed(SmtpCheck.Step step, Cause cause, String words) {
        return Future.failedFuture(new SetupFailure(step, words, Answer.NotTaken.of(cause, Said.ours(words))));
    }

    private record Route(InetAddress address, boolean anyCertificate) {}
}
