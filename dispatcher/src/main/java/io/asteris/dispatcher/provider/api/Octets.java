package io.asteris.dispatcher.provider.api;

import io.asteris.platform.egress.HttpBody;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Octets as a part of a request's body, made piece by piece while it is sent; and such parts put together. */
public final class Octets {
    /** A multiple of three, so that pieces of base64 need no padding but the last. */
    private static final int PIECE = 24 * 1024;

    private Octets() {}

    /** The octets as they are. */
    public static HttpBody plain(byte[] octets) {
        return new Made(octets.length, () -> pieces(octets, piece -> piece));
    }

    /** The octets in base64 (RFC 4648 4), padded, in one line. */
    public static HttpBody base64(byte[] octets) {
        long size = (octets.length + 2L) / 3 * 4;
        return new Made(size, () -> pieces(octets, Base64.getEncoder()::encode));
    }

    /** Parts one after the other. */
    public static HttpBody join(List<HttpBody> parts) {
        List<HttpBody> all = List.copyOf(parts);
        long size = all.stream().mapToLong(HttpBody::size).sum();
        return new Made(size, () -> new Joined(all.iterator()));
    }

    private static Iterator<Buffer> pieces(byte[] octets, UnaryOperator<byte[]> coding) {
        return LongStream.iterate(0, from -> from < octets.length, from -> from + PIECE)
                .mapToObj(from -> Buffer.buffer(coding.apply(
                        Arrays.copyOfRange(octets, (int) from, (int) Math.min(octets.length, from + PIECE)))))
                .iterator();
    }

    private record Made(long size, Iterable<Buffer> pieces) implements HttpBody {
        @Override
        public Iterator<Buffer> open() {
            return pieces.iterator();
        }
    }

    /** One part after the other is opened only when the one before is read; a stream's flatMap would read a whole part ahead. */
    private static final class Joined implements Iterator<Buffer> {
        private final Iterator<HttpBody> rest;
        private Iterator<Buffer> pieces = Collections.emptyIterator();

        Joined(Iterator<HttpBody> rest) {
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            while (!pieces.hasNext() && rest.hasNext()) {
                pieces = rest.next().open();
            }
            return pieces.hasNext();
        }

        @Override
        public Buffer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return pieces.next();
        }
    }
}
