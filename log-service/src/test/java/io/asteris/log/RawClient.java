package io.asteris.log;

import io.asteris.platform.http.Api;
import io.asteris.testing.TestSite;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that takes as much of an answer as it wants, and leaves. */
final class RawClient implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Socket socket = new Socket();

    /**
     * Asks.
     *
     * @param path with its query
     * @param headers each with its value
     */
    RawClient(URI service, TestSite key, String path, String... headers) throws IOException {
        socket.setSoTimeout((int) BOUND.toMillis());
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        String request =
                "GET " + Api.BASE + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + key.authorization()
                        + "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** So many octets, or fewer when the answer ends before. */
    String read(int octets) throws IOException {
        return new String(socket.getInputStream().readNBytes(octets), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
