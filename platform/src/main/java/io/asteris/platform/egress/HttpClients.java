package io.asteris.platform.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The pools of kept-open connections, one for each kind of trust. They have room for all lanes together, so that none waits here for
 * another: what one lane may do at once is bounded by its own call slots.
 */
final class HttpClients {
    /** Per address of a host; HTTP/2 carries many calls on each. */
    private static final PoolOptions POOL =
            new PoolOptions().setHttp1MaxSize(512).setHttp2MaxSize(32).setMaxWaitQueueSize(4096);

    private final HttpClient checking;
    private final HttpClient lenient;
    private final HttpClient clear;

    HttpClients(Vertx vertx, OutgoingHttpOptions options) {
        checking = vertx.createHttpClient(checking(options), POOL);
        lenient = vertx.createHttpClient(secure(options).setTrustAll(true).setVerifyHost(false), POOL);
        clear = vertx.createHttpClient(common(options), POOL);
    }

    /** The pool for a way. */
    HttpClient over(Route route, boolean inClear) {
        if (inClear) {
            return clear;
        }
        return route.anyCertificate() ? lenient : checking;
    }

    Future<Void> close() {
        return Future.join(List.of(checking.close(), lenient.close(), clear.close()))
                .mapEmpty();
    }

    private static HttpClientOptions checking(OutgoingHttpOptions options) {
        HttpClientOptions checking = secure(options).setVerifyHost(true);
        if (!options.extraAuthorities().isEmpty()) {
            var trusted = new PemTrustOptions();
            options.extraAuthorities().forEach(pem -> trusted.addCertValue(Buffer.buffer(pem)));
            checking.setTrustOptions(trusted);
        }
        return checking;
    }

    private static HttpClientOptions secure(OutgoingHttpOptions options) {
        return common(options)
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    }

    private static HttpClientOptions common(OutgoingHttpOptions options) {
        int unused = Math.toIntExact(Math.max(1, options.unused().toSeconds()));
        HttpClientOptions common = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(unused)
                .setHttp2KeepAliveTimeout(unused)
                .setMaxHeaderSize(OutgoingHttpOptions.MAX_BODY)
                .setConnectTimeout(Math.toIntExact(options.connect().toMillis()));
        common.setTcpNoDelay(true);
        common.setSslHandshakeTimeout(options.connect().toMillis());
        common.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return common;
    }
}
