package io.asteris.local.inbox;

import java.time.Instant;

/**
 * What the inbox remembers of a message without reading it again.
 *
 * @param position where its content begins in the file
 * @param size of its content, in bytes
 */
record KeptMessage(long number, Envelope envelope, String subject, Instant receivedAt, long position, int size) {
    String id() {
        return MessageNumber.id(number);
    }

    /** Shows no address and no subject. */
    @Override
    public String toString() {
        return "KeptMessage[" + id() + ", size=" + size + "]";
    }
}
