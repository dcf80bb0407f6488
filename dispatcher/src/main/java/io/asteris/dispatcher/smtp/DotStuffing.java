package io.asteris.dispatcher.smtp;

import io.vertx.core.buffer.Buffer;

/**
 * Makes rendered octets safe to stand between DATA and the final dot (RFC 5321 4.5.2), piece by piece: a dot at the start of a
 * line is doubled, and every line ends in CRLF whatever it ended in, so that no two servers can see the end of the message in
 * different places (CVE-2023-51764 and its family). Lines beyond 998 octets are broken. It only ever inserts octets.
 */
final class DotStuffing {
    static final int MAX_LINE = 998;

    private static final int SPARE = 256;

    private int column;
    private boolean afterCr;

    /** The piece made safe; the same buffer when nothing had to change. */
    Buffer stuff(Buffer piece) {
        byte[] octets = piece.getBytes();
        Buffer out = null;
        int copied = 0;
        for (int i = 0; i < octets.length; i++) {
            String missing = missingBefore(octets[i]);
            if (!missing.isEmpty()) {
                out = out == null ? Buffer.buffer(octets.length + SPARE) : out;
                out.appendBytes(octets, copied, i - copied).appendString(missing);
                copied = i;
            }
            pass(octets[i]);
        }
        return out == null ? piece : out.appendBytes(octets, copied, octets.length - copied);
    }

    /** What ends the message after its last piece: the line end if it is missing, and the dot. */
    Buffer end() {
        if (afterCr) {
            return Buffer.buffer("\n.\r\n");
        }
        return Buffer.buffer(column == 0 ? ".\r\n" : "\r\n.\r\n");
    }

    private String missingBefore(byte octet) {
        if (octet == '\n') {
            return afterCr ? "" : "\r";
        }
        if (octet == '\r') {
            return afterCr ? lineEnded("\n") : "";
        }
        String lineEnd = afterCr ? lineEnded("\n") : column == MAX_LINE ? lineEnded("\r\n") : "";
        return column == 0 && octet == '.' ? lineEnd + "." : lineEnd;
    }

    private String lineEnded(String by) {
        column = 0;
        return by;
    }

    private void pass(byte octet) {
        afterCr = octet == '\r';
        if (octet == '\n') {
            column = 0;
        } else if (octet != '\r') {
            column++;
        }
    }
}
