package io.asteris.platform.egress;

import io.asteris.testing.TestCertificate;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server on a loopback port that does what a test says, and a client set up to call it. */
final class FarSide implements AutoCloseable {
    static final String ANYWHERE = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final List<String> allowed;
    private final List<String> authorities;
    private final boolean anyCertificate;
    private String address = ANYWHERE;
    private Duration patience = Duration.ofSeconds(30);
    private @Nullable OutgoingHttp http;
    private int port;

    /**
     * @param allowed the operator's list
     * @param authorities trusted instead of the system's
     * @param anyCertificate whether what is allowed may show any certificate
     */
    FarSide(List<String> allowed, List<String> authorities, boolean anyCertificate) {
        this.allowed = allowed;
        this.authorities = authorities;
        this.anyCertificate = anyCertificate;
    }

    /** The operator allowed it. */
    static FarSide open() {
        return allowing("loopback");
    }

    /** The operator allowed these. */
    static FarSide allowing(String... entries) {
        return new FarSide(List.of(entries), List.of(), true);
    }

    /** May be connected to, but its certificate is checked like anybody's. */
    static FarSide checked(String... authorities) {
        return new FarSide(List.of("loopback"), List.of(authorities), false);
    }

    /** Speaks HTTP; over TLS with a certificate, HTTP/2 where the client asks for it. */
    FarSide speaking(@Nullable TestCertificate certificate, Handler<HttpServerRequest> handler) {
        var options = new HttpServerOptions().setHost(ANYWHERE).setPort(0);
        if (certificate != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(certificate.pem()))
                            .addKeyValue(Buffer.buffer(certificate.keyPem())));
        }
        var server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    handler.handle(request);
                });
        port = server.listen().toCompletionStage().toCompletableFuture().join().actualPort();
        return this;
    }

    /** Speaks octets. */
    FarSide raw(Handler<NetSocket> handler) {
        var server = vertx.createNetServer().connectHandler(handler);
        port = server.listen(0, ANYWHERE)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        return this;
    }

    /** What every name is looked up as, instead of where the server is. */
    FarSide lookedUpAs(String other) {
        address = other;
        return this;
    }

    /** The client soon gives up waiting for an answer. */
    FarSide impatient() {
        patience = Duration.ofMillis(300);
        return this;
    }

    HttpResult call(HttpCall call) {
        return client().call(call).await().atMost(Duration.ofSeconds(50));
    }

    OutgoingHttp client() {
        if (http == null) {
            http = new OutgoingHttp(
                    vertx,
                    new OutgoingHttpOptions(
                            EgressPolicy.of(allowed),
                            host -> {
                                lookUps.incrementAndGet();
                                return List.of(InetAddress.getByName(address));
                            },
                            authorities,
                            anyCertificate,
                            Duration.ofSeconds(30),
                            patience,
                            Duration.ofSeconds(15)));
        }
        return http;
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://api.example.com:" + port + path);
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    int lookUps() {
        return lookUps.get();
    }

    @Override
    public void close() {
        if (http != null) {
            http.close().await().atMost(Duration.ofSeconds(10));
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
