package io.asteris.dispatcher.smtp;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * A rendered message that can be read in pieces, and again from the start for another try. Reading must not block: it is done
 * on an event loop, piece by piece as the server takes them. Lines end in CRLF; dot-stuffing is the client's.
 */
public interface MessageSource {
    /** Octets of a piece, where there is a choice: much less than may wait for the network. */
    int PIECE = 32 * 1024;

    /** Octets of the whole message (RFC 1870: as the client reads it, before dot-stuffing). */
    long size();

    /** The message from its start; a piece is at most some ten kilobytes and never changed by the reader. */
    Iterator<Buffer> open();

    /**
     * The same message with UTF-8 addresses in its headers (RFC 6532), for a server that offers SMTPUTF8 and an envelope that
     * needs it. The plain form has 7-bit octets only.
     */
    default MessageSource asSmtpUtf8() {
        return this;
    }

    /** A message held in one buffer. */
    static MessageSource of(Buffer message) {
        return new MessageSource() {
            @Override
            public long size() {
                return message.length();
            }

            @Override
            public Iterator<Buffer> open() {
                return IntStream.iterate(0, from -> from < message.length(), from -> from + PIECE)
                        .mapToObj(from -> message.getBuffer(from, Math.min(message.length(), from + PIECE)))
                        .iterator();
            }
        };
    }
}
