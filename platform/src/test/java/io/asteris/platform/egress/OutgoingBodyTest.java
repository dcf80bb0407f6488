package io.asteris.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.platform.egress.HttpResult.Answered;
import io.asteris.platform.egress.HttpResult.Failed;
import io.asteris.platform.egress.HttpResult.Trouble;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A body goes out no faster than it is taken, and whether it went out whole is known. */
@Timeout(60)
class OutgoingBodyTest {
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
