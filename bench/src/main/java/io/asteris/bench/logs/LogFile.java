package io.asteris.bench.logs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exported file that was read whole. It is read from a socket of its own, and nothing is done with its octets: client and set share
 * two cores, and what a client takes is missing where the file is made.
 *
 * @param octets of the file, without the edges of its chunks
 * @param rows that the service says it has, in the trailer that it sends behind the last octet
 */
record LogFile(long octets, long rows) {
    private static final int LONGEST_WAIT_MILLIS = 60_000;
    private static final int AT_ONCE = 256 * 1024;
    private static final String ROWS = "asteris-rows:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    /** Reads the file at that address; fails unless it comes with its last chunk and its trailers. */
    static LogFile read(URI address, String key) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            socket.getOutputStream()
                    .write("GET %s?%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(address.getRawPath(), address.getRawQuery(), address.getAuthority(), key)
                            .getBytes(StandardCharsets.US_ASCII));
            return new Reader(socket.getInputStream()).file();
        }
    }

    /** Takes an answer of HTTP/1.1 apart (RFC 9112, 7.1). */
    private static final class Reader {
        private final InputStream from;
        private final byte[] octets = new byte[AT_ONCE];
        private int at;
        private int end;

        Reader(InputStream from) {
            this.from = from;
        }

        LogFile file() throws IOException {
            requireFile();
            long length = 0;
            for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
                skip(chunk);
                require(line().isEmpty(), "a chunk is longer than it said");
                length += chunk;
            }
            String rows = value(ROWS);
            require(rows != null, "it ends without its number of rows");
            return new LogFile(length, Long.parseLong(Objects.requireNonNull(rows)));
        }

        private void requireFile() throws IOException {
            String status = line();
            require(status.startsWith("HTTP/1.1 200 "), "the answer is " + status);
            require(value(CHUNKED) != null, "it does not come in chunks");
        }

        /** How long the next chunk is; the last has nothing. */
        private long chunk() throws IOException {
            String line = line();
            require(!line.isEmpty() && line.chars().allMatch(HexFormat::isHexDigit), "no length of a chunk: " + line);
            return HexFormat.fromHexDigitsToLong(line);
        }

        /** What stands behind this beginning in one of the lines up to an empty one, all of which are read. */
        private @Nullable String value(String beginning) throws IOException {
            String value = null;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(Locale.ROOT).startsWith(beginning)) {
                    value = line.substring(beginning.length()).strip();
                }
            }
            return value;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int octet = next(); octet != '\n'; octet = next()) {
                line.append((char) octet);
            }
            require(!line.isEmpty() && line.charAt(line.length() - 1) == '\r', "a line does not end as lines do");
            line.setLength(line.length() - 1);
            return line.toString();
        }

        private int next() throws IOException {
            if (at == end) {
                fill();
            }
            return octets[at++];
        }

        private void skip(long count) throws IOException {
            long left = count;
            while (left > end - at) {
                left -= end - at;
                fill();
            }
            at += (int) left;
        }

        private void fill() throws IOException {
            at = 0;
            end = from.read(octets);
            if (end < 0) {
                throw new EOFException("the file broke off");
            }
        }

        private static void require(boolean right, String otherwise) throws IOException {
            if (!right) {
                throw new IOException("No export: " + otherwise);
            }
        }
    }
}
