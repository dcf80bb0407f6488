package io.asteris.dispatcher.provider;

import io.asteris.platform.egress.EgressPolicy;
import io.asteris.platform.egress.HostResolver;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.egress.OutgoingHttpOptions;
import io.asteris.testing.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A provider's API on a loopback port: keeps what it is asked and answers what a test ordered, or else its usual. */
public final class FakeApi implements AutoCloseable {
    /** A busy machine takes its time over a first TLS handshake. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final OutgoingHttp http;
    private final HttpServer server;
    private final String scheme;
    private final Function<Asked, AnswerRow> usual;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<AnswerRow> answers = new ConcurrentLinkedQueue<>();

    /** @param usual the answer when none was ordered */
    public FakeApi(Function<Asked, AnswerRow> usual) {
        this(usual, null);
    }

    /**
     * One that speaks TLS, and HTTP/2 to whoever asks for it.
     *
     * @param usual the answer when none was ordered
     */
    public static FakeApi secure(Function<Asked, AnswerRow> usual) {
        return new FakeApi(usual, TestCertificate.forHost("localhost"));
    }

    private FakeApi(Function<Asked, AnswerRow> usual, @Nullable TestCertificate certificate) {
        this.usual = usual;
        this.scheme = certificate == null ? "http" : "https";
        http = new OutgoingHttp(
                vertx,
                new OutgoingHttpOptions(
                        EgressPolicy.of(List.of("loopback")),
                        HostResolver.SYSTEM,
                        List.of(),
                        true,
                        PATIENCE,
                        PATIENCE,
                        PATIENCE));
        var options = new HttpServerOptions();
        if (certificate != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertValue(Buffer.buffer(certificate.pem()))
                            .addKeyValue(Buffer.buffer(certificate.keyPem())));
        }
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Orders the next answers. */
    public void next(AnswerRow... rows) {
        answers.addAll(List.of(rows));
    }

    /** The client that reaches it. */
    public OutgoingHttp http() {
        return http;
    }

    public String origin() {
        return scheme + "://127.0.0.1:" + server.actualPort();
    }

    /** Everything it was asked. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        http.close().await().atMost(Duration.ofSeconds(10));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void take(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        var one = new Asked(request.version(), request.method().name(), request.uri(), headers, body);
        asked.add(one);
        AnswerRow ordered = answers.poll();
        (ordered == null ? usual.apply(one) : ordered).give(request);
    }

    /**
     * One request.
     *
     * @param headers by lower-case name
     */
    public record Asked(HttpVersion version, String method, String path, Map<String, String> headers, Buffer body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
