package io.asteris.dispatcher.mime;

import io.asteris.dispatcher.smtp.MessageSource;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A stretch of a rendered message: finished octets, or octets still to be base64-encoded when they are read. */
sealed interface Segment {
    /** Octets when rendered. */
    long size();

    /** The rendered octets, in pieces of some ten kilobytes. */
    Iterator<Buffer> pieces();

    /** Finished octets. */
    final class Finished implements Segment {
        private final byte[] octets;

        Finished(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public Iterator<Buffer> pieces() {
            return cut(
                    octets.length,
                    MessageSource.PIECE,
                    (from, to) -> from == 0 && to == octets.length
                            ? Buffer.buffer(octets)
                            : Buffer.buffer(Arrays.copyOfRange(octets, from, to)));
        }
    }

    /** Octets that are rendered as base64 in lines of 76 characters (RFC 2045 6.8), each line ended. */
    final class InBase64 implements Segment {
        private static final int LINE_OCTETS = 57;
        private static final int PIECE = LINE_OCTETS * 512;
        private static final byte[] CRLF = {'\r', '\n'};

        private final byte[] octets;

        InBase64(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public long size() {
            long lines = (octets.length + LINE_OCTETS - 1L) / LINE_OCTETS;
            return (octets.length + 2L) / 3 * 4 + lines * CRLF.length;
        }

        @Override
        public Iterator<Buffer> pieces() {
            return cut(octets.length, PIECE, (from, to) -> {
                byte[] lines = Base64.getMimeEncoder(76, CRLF).encode(Arrays.copyOfRange(octets, from, to));
                return Buffer.buffer(lines.length + CRLF.length)
                        .appendBytes(lines)
                        .appendBytes(CRLF);
            });
        }
    }

    /** Makes one piece of the octets between two places. */
    @FunctionalInterface
    interface Cutter {
        Buffer cut(int from, int to);
    }

    private static Iterator<Buffer> cut(int length, int piece, Cutter cutter) {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < length;
            }

            @Override
            public Buffer next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int from = at;
                at = Math.min(length, from + piece);
                return cutter.cut(from, at);
            }
        };
    }
}
