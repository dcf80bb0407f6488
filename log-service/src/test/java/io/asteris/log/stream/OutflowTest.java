package io.asteris.log.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that a client of a real connection takes, slowly or not at all. */
@Timeout(60)
class OutflowTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** More than all buffers between the two take, and than is sipped while the patience lasts. */
    private static final int PIECE = 16_000_000;

    private static final int PIECES = 4;

    private static final int SEVERAL_SECONDS_MILLIS = 20_000;
    private static final int SIP_MILLIS = 20;
    private static final int SIP = 256 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(request -> send(request.response()))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whoTakesNothingIsLetGo() throws Exception {
        // Given
        try (Socket client = asking()) {
            // When
            ended.get(SEVERAL_SECONDS_MILLIS, TimeUnit.MILLISECONDS);

            // Then
            assertThat(made).hasValueLessThan(PIECES);
            assertThat(rest(client)).isLessThan((long) PIECES * PIECE);
        }
    }

    @Test
    void whoTakesLittleAtATimeGetsAllHoweverLongItTakes() throws Exception {
        // Given
        try (Socket client = asking()) {
            long begin = System.nanoTime();

            // When
            long taken = sipped(client);

            // Then
            ended.get(SEVERAL_SECONDS_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(taken).isGreaterThan((long) PIECES * PIECE);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(PATIENCE.multipliedBy(2));
            assertThat(waiting).hasValue(0);
        }
    }

    private void send(HttpServerResponse response) {
        Multi<byte[]> pieces = Multi.createFrom().range(0, PIECES).map(piece -> {
            made.incrementAndGet();
            return new byte[PIECE];
        });
        new Outflow(response, new SiteId("one"), "probe", Map.of(), PATIENCE)
                .send(pieces)
                .subscribe()
                .with(sent -> end(), ended::completeExceptionally);
    }

    private void end() {
        waiting.set(Outflow.WAITS.getQueue().size());
        ended.complete(null);
    }

    private Socket asking() throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        client.setSoTimeout(SEVERAL_SECONDS_MILLIS);
        client.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** Octets until the end, which may be a reset. */
    private static long rest(Socket client) {
        long octets = 0;
        byte[] some = new byte[SIP];
        try {
            for (int read = 0; read >= 0; read = client.getInputStream().read(some)) {
                octets += read;
            }
        } catch (IOException cut) {
            return octets;
        }
        return octets;
    }

    private static long sipped(Socket client) throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        long octets = 0;
        byte[] some = new byte[SIP];
        for (int read = 0; read >= 0; read = in.readNBytes(some, 0, SIP) == 0 ? -1 : SIP) {
            octets += read;
            // The client is as slow as this, whatever becomes of its answer.
            Thread.sleep(SIP_MILLIS);
        }
        return octets;
    }
}
