package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.egress.HttpResult.Answered;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutgoingHttpTest {
    @Test
    void anAnswerComesBackAsItIs() {
        var seen = new AtomicReference<HttpServerRequest>();
        var body = new AtomicReference<String>();
        try (FarSide server = FarSide.open()
                .speaking(null, request -> request.body().onSuccess(octets -> {
                    seen.set(request);
                    body.set(octets.toString());
                    request.response()
                            .setStatusCode(429)
                            .putHeader("Retry-After", "7")
                            .end("slow down");
                }))) {
            // When
            HttpResult result = server.call(
                    HttpCall.post(server.uri("http", "/v3/send?x=1"), "application/json", HttpBody.of("{\"ü\":1}"))
                            .with("Authorization", "Bearer secret"));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(429);
                assertThat(answered.header("retry-after")).hasValue("7");
                assertThat(answered.text()).isEqualTo("slow down");
                assertThat(answered.whole()).isTrue();
            });
            assertThat(seen.get().uri()).isEqualTo("/v3/send?x=1");
            assertThat(seen.get().getHeader("Host")).startsWith("api.example.com:");
            assertThat(seen.get().getHeader("Content-Type")).isEqualTo("application/json");
            assertThat(seen.get().getHeader("Content-Length")).isEqualTo("8");
            assertThat(seen.get().getHeader("Authorization")).isEqualTo("Bearer secret");
            assertThat(body.get()).isEqualTo("{\"ü\":1}");
        }
    }

    @Test
    void anIpv6AddressKeepsItsBracketsInTheHostHeader() {
        var host = new AtomicReference<String>();
        try (FarSide server = FarSide.open().speaking(null, request -> {
            host.set(request.getHeader("Host"));
            request.response().end();
        })) {
            // When
            int port = server.uri("http", "/").getPort();
            server.call(HttpCall.get(URI.create("http://[::1]:" + port + "/")));

            // Then
            assertThat(host.get()).isEqualTo("[::1]:" + port);
        }
    }

    @Test
    void callsShareAConnectionThatIsKeptOpen() {
        try (FarSide server =
                FarSide.open().speaking(null, request -> request.response().end())) {
            // When
            for (int i = 0; i < 3; i++) {
                server.call(HttpCall.get(server.uri("http", "/")));
            }

            // Then
            assertThat(server.requests()).isEqualTo(3);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() {
        try (FarSide server = FarSide.open().speaking(null, request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "http://api.example.com/elsewhere")
                .end())) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.status())
                    .isEqualTo(302));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void ofALongAnswerTheBeginningIsRead() {
        try (FarSide server = FarSide.open()
                .speaking(null, request -> request.response().end(Buffer.buffer("x".repeat(1_000_000))))) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.body().length()).isEqualTo(64 * 1024);
                assertThat(answered.whole()).isFalse();
            });
        }
    }

    @Test
    void anAnswerThatBreaksOffKeepsItsStatus() {
        try (FarSide server = FarSide.open()
                .raw(socket -> socket.handler(asked ->
                        socket.end(Buffer.buffer("HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\nabc"))))) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(202);
                assertThat(answered.text()).isEqualTo("abc");
                assertThat(answered.whole()).isFalse();
            });
        }
    }

    @Test
    void theNextCallLooksTheNameUpAgainAndEachOnce() {
        try (FarSide server =
                FarSide.open().speaking(null, request -> request.response().end())) {
            // When
            server.call(HttpCall.get(server.uri("http", "/")));
            server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(server.lookUps()).isEqualTo(2);
        }
    }
}
