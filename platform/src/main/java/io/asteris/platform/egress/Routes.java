package io.asteris.platform.egress;

import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds the ways to a target that the rules allow. */
final class Routes {
    private final Vertx vertx;
    private final OutgoingHttpOptions options;

    Routes(Vertx vertx, OutgoingHttpOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /** The allowed ways, the preferred one first; fails with {@link CallFailure} when there is none. */
    Future<List<Route>> to(URI target) {
        boolean web = "https".equalsIgnoreCase(target.getScheme()) || isClear(target);
        if (!web || target.getHost() == null || target.getRawUserInfo() != null) {
            return failed(
                    Trouble.FORBIDDEN, "Only an https address with a host and without a user name can be called.");
        }
        String host = host(target);
        Future<List<InetAddress>> lookup =
                vertx.executeBlocking(() -> options.resolver().resolve(host), false);
        return lookup.timeout(options.connect().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> failed(
                        Trouble.NAME,
                        failure instanceof UnknownHostException
                                ? "There is no server named " + host + ", or the name cannot be looked up now."
                                : "The name " + host + " could not be looked up."))
                .compose(addresses -> allowed(host, isClear(target), addresses));
    }

    static boolean isClear(URI target) {
        return "http".equalsIgnoreCase(target.getScheme());
    }

    /** The host without the brackets of an IPv6 address. */
    private static String host(URI target) {
        String host = target.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Future<List<Route>> allowed(String host, boolean clear, List<InetAddress> addresses) {
        var routes = new ArrayList<Route>();
        String reason = host + " has no address.";
        for (InetAddress address : addresses) {
            switch (options.egress().judge(host, address)) {
                case EgressPolicy.Named named ->
                    routes.add(new Route(host, address, options.anyCertificateWhereNamed()));
                case EgressPolicy.Public open
                when clear -> reason = "Plain http to " + host + " is not allowed. Use https.";
                case EgressPolicy.Public open -> routes.add(new Route(host, address, false));
                case EgressPolicy.Refused refused -> reason = refused.reason();
            }
        }
        return routes.isEmpty() ? failed(Trouble.FORBIDDEN, reason) : Future.succeededFuture(routes);
    }

    private static <T> Future<T> failed(Trouble trouble, String words) {
        return Future.failedFuture(new CallFailure(new Failed(trouble, false, words)));
    }
}
