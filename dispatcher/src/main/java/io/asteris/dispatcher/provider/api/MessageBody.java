package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.smtp.MessageSource;
import io.asteris.platform.egress.HttpBody;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;

/** A rendered message as the body of a request, made while it is sent. */
public final class MessageBody {
    private static final int GROUP = 3;
    private static final int CODED = 4;

    private MessageBody() {}

    /** As it is. */
    public static HttpBody plain(MessageSource message) {
        return new Made(message.size(), message::open);
    }

    /** In base64 (RFC 4648 4), padded, in one line. */
    public static HttpBody base64(MessageSource message) {
        long size = (message.size() + GROUP - 1) / GROUP * CODED;
        return new Made(size, () -> new Encoding("", message.open(), Base64.getEncoder(), ""));
    }

    /** In base64url (RFC 4648 5) without padding, between a text before and one after. */
    public static HttpBody base64Url(String before, MessageSource message, String after) {
        long rest = message.size() % GROUP;
        long size = message.size() / GROUP * CODED + (rest == 0 ? 0 : rest + 1);
        return new Made(
                before.length() + size + after.length(),
                () -> new Encoding(
                        before, message.open(), Base64.getUrlEncoder().withoutPadding(), after));
    }

    private record Made(long size, Iterable<Buffer> pieces) implements HttpBody {
        @Override
        public Iterator<Buffer> open() {
            return pieces.iterator();
        }
    }

    /** Pieces end anywhere; what does not fill a group of three octets waits for the next piece. */
    private static final class Encoding implements Iterator<Buffer> {
        private final Iterator<Buffer> pieces;
        private final Base64.Encoder encoder;
        private final String after;
        private String before;
        private byte[] waiting = new byte[0];
        private boolean ended;

        Encoding(String before, Iterator<Buffer> pieces, Base64.Encoder encoder, String after) {
            this.before = before;
            this.pieces = pieces;
            this.encoder = encoder;
            this.after = after;
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public Buffer next() {
            var coded = Buffer.buffer(before);
            before = "";
            if (pieces.hasNext()) {
                byte[] octets =
                        Buffer.buffer(waiting).appendBuffer(pieces.next()).getBytes();
                int whole = octets.length - octets.length % GROUP;
                waiting = Arrays.copyOfRange(octets, whole, octets.length);
                return coded.appendBytes(encoder.encode(Arrays.copyOf(octets, whole)));
            }
            ended = true;
            return coded.appendBytes(encoder.encode(waiting)).appendString(after);
        }
    }
}
