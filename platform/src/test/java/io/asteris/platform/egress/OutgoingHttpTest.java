package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.platform.egress.HttpResult.Answered;
import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.asteris.testing.TestCertificate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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
    void aConnectionCutAfterTheRequestLeavesItOpenWhetherItArrivedAndIsNotRepeated() {
        try (FarSide server = FarSide.open().speaking(null, request -> request.body()
                .onSuccess(octets -> request.connection().close()))) {
            // When
            HttpResult result =
                    server.call(HttpCall.post(server.uri("http", "/"), "text/plain", HttpBody.of("message")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.DROPPED);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void noAnswerInTimeLeavesItOpenWhetherTheRequestArrived() {
        try (FarSide server = FarSide.open().impatient().speaking(null, request -> {})) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.TIME_OUT);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
        }
    }

    @Test
    void theWholeCallHasALimitHoweverSlowlyTheAnswerDrips() {
        try (FarSide server = FarSide.open().speaking(null, request -> {
            request.response().setChunked(true).write("a");
        })) {
            // When
            HttpResult result =
                    server.call(HttpCall.get(server.uri("http", "/")).within(Duration.ofSeconds(3)));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.whole())
                    .isFalse());
        }
    }

    @Test
    void aRequestCutBeforeItsEndDidNotArrive() {
        try (FarSide server = FarSide.open().raw(socket -> socket.handler(first -> socket.close()))) {
            // When
            HttpResult result = server.call(
                    HttpCall.post(server.uri("http", "/"), "text/plain", new Pieces(50_000_000, new AtomicInteger())));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.DROPPED);
                assertThat(failed.mayHaveArrived()).isFalse();
            });
        }
    }

    @Test
    void aLargeBodyIsMadeNoFasterThanItIsTaken() {
        var made = new AtomicInteger();
        try (FarSide server = FarSide.open().raw(socket -> socket.pause())) {
            // When
            HttpResult result =
                    server.call(HttpCall.post(server.uri("http", "/"), "text/plain", new Pieces(200_000_000, made))
                            .within(Duration.ofSeconds(1)));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.TIME_OUT);
                assertThat(failed.mayHaveArrived()).isFalse();
            });
            assertThat(made.get()).isLessThan(50_000_000);
        }
    }

    @Test
    void aLargeBodyArrivesWhole() {
        var arrived = new AtomicInteger();
        try (FarSide server = FarSide.open().speaking(null, request -> {
            request.handler(piece -> arrived.addAndGet(piece.length()));
            request.endHandler(ended -> request.response().end());
        })) {
            // When
            HttpResult result = server.call(
                    HttpCall.post(server.uri("http", "/"), "text/plain", new Pieces(30_000_000, new AtomicInteger())));

            // Then
            assertThat(result).isInstanceOf(Answered.class);
            assertThat(arrived.get()).isEqualTo(30_000_000);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestIsTheAnswer() {
        try (FarSide server = FarSide.open().speaking(null, request -> {
            request.pause();
            request.response().setStatusCode(413).end("too large");
        })) {
            // When
            HttpResult result = server.call(
                    HttpCall.post(server.uri("http", "/"), "text/plain", new Pieces(50_000_000, new AtomicInteger())));

            // Then
            assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.status())
                    .isEqualTo(413));
        }
    }

    @Test
    void aBodyThatCannotBeReadFailsTheCall() {
        HttpBody broken = new HttpBody() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public Iterator<Buffer> open() {
                return Stream.generate(() -> {
                            if (size() > 0) {
                                throw new IllegalStateException("unreadable");
                            }
                            return Buffer.buffer();
                        })
                        .iterator();
            }
        };
        try (FarSide server =
                FarSide.open().speaking(null, request -> request.response().end())) {
            assertThatThrownBy(() -> server.call(HttpCall.post(server.uri("http", "/"), "text/plain", broken)))
                    .hasStackTraceContaining("unreadable");
        }
    }

    @Test
    void whatIsNoHttpIsSaidToBeNone() {
        try (FarSide server =
                FarSide.open().raw(socket -> socket.handler(asked -> socket.write("220 mail.example.com ESMTP\r\n")))) {
            // When
            HttpResult result = server.call(HttpCall.get(server.uri("http", "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.PROTOCOL);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
        }
    }

    @Test
    void whereNothingListensNothingArrives() {
        int port;
        try (FarSide gone = FarSide.open().speaking(null, request -> {})) {
            port = gone.uri("http", "/").getPort();
        }
        try (FarSide client = FarSide.open()) {
            // When
            HttpResult result = client.call(HttpCall.get(URI.create("http://api.example.com:" + port + "/")));

            // Then
            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.CONNECT);
                assertThat(failed.mayHaveArrived()).isFalse();
                assertThat(failed.words()).contains("api.example.com port " + port);
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

    @Test
    void http2IsSpokenWhereItIsOffered() {
        var versions = new CopyOnWriteArrayList<HttpVersion>();
        var certificate = TestCertificate.forHost("api.example.com");
        try (FarSide server = FarSide.open().speaking(certificate, request -> {
            versions.add(request.version());
            request.body().onSuccess(octets -> request.response().end(octets));
        })) {
            // When
            HttpResult first = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("one")));
            HttpResult second = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("two")));

            // Then
            assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_2);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(((Answered) first).text()).isEqualTo("one");
            assertThat(((Answered) second).text()).isEqualTo("two");
        }
    }

    @Test
    void aStreamThatIsCutAfterTheRequestLeavesItOpenWhetherItArrived() {
        var certificate = TestCertificate.forHost("api.example.com");
        try (FarSide server = FarSide.open().speaking(certificate, request -> request.body()
                .onSuccess(octets -> request.response().reset(2)))) {
            // When
            HttpResult cut = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("one")));

            // Then
            assertThat(cut).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.DROPPED);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
        }
    }

    @Test
    void aRefusedStreamWasNotActedOn() {
        var certificate = TestCertificate.forHost("api.example.com");
        try (FarSide server = FarSide.open()
                .speaking(certificate, request -> request.response().reset(7))) {
            // When
            HttpResult refused = server.call(HttpCall.post(server.uri("https", "/"), "text/plain", HttpBody.of("x")));

            // Then
            assertThat(refused).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.mayHaveArrived())
                    .isFalse());
        }
    }

    /** Keeps its octets nowhere and counts how many were made. */
    private record Pieces(long size, AtomicInteger made) implements HttpBody {
        @Override
        public Iterator<Buffer> open() {
            return Stream.iterate(0L, from -> from < size, from -> from + 10_000)
                    .map(from -> {
                        made.addAndGet(10_000);
                        return Buffer.buffer(new byte[10_000]);
                    })
                    .iterator();
        }
    }
}
