package io.asteris.bench.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files count, and nothing else does: a reading of half a file would be quick. */
class LogFileTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Asteris-Rows\r\n\r\n";
    private static final String END = "0\r\nAsteris-Rows: 7\r\nAsteris-Filter: \r\n\r\n";

    /** More than is read at once. */
    private static final int LONG = 1_000_000;

    @Test
    void hasTheOctetsOfItsChunksAndTheRowsOfItsTrailer() throws IOException {
        // When
        LogFile file =
                read(HEAD + "5\r\nab\r\nc\r\n" + Integer.toHexString(LONG) + "\r\n" + "x".repeat(LONG) + "\r\n" + END);

        // Then
        assertThat(file).isEqualTo(new LogFile(5 + LONG, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5\r\nab",
                "5\r\nabcde",
                "5\r\nabcde\r\n",
                "5\r\nabcde\r\n0\r\n",
                "5\r\nabcde\r\n0\r\nAsteris-Rows: 7\r\n"
            })
    void breaksOffInAnyPlace(String part) {
        assertThatThrownBy(() -> read(HEAD + part)).isInstanceOf(EOFException.class);
    }

    @Test
    void isNoneWithoutItsTrailer() {
        assertThatThrownBy(() -> read(HEAD + "0\r\n\r\n")).hasMessageContaining("number of rows");
    }

    @Test
    void isNoneOfWhichAChunkDoesNotEndWhereItSaid() {
        assertThatThrownBy(() -> read(HEAD + "2\r\nabcde\r\n" + END)).isInstanceOf(IOException.class);
    }

    @Test
    void isNoProblem() {
        assertThatThrownBy(() -> read("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"))
                .hasMessageContaining("503");
    }

    /** Reads from a server that gives this answer and closes the connection. */
    private static LogFile read(String answer) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> given = CompletableFuture.runAsync(() -> give(server, answer));
            try {
                return LogFile.read(
                        URI.create("http://127.0.0.1:" + server.getLocalPort() + "/file?format=csv"), "key");
            } finally {
                given.join();
            }
        }
    }

    private static void give(ServerSocket server, String answer) {
        try (Socket client = server.accept()) {
            var asked = client.getInputStream();
            var request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) asked.read());
            }
            assertThat(request)
                    .startsWith("GET /file?format=csv HTTP/1.1\r\n")
                    .contains("Authorization: Bearer key\r\n");
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
