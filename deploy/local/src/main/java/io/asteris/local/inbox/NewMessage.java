package io.asteris.local.inbox;

import java.time.Instant;

/** A message on its way into the file. The content is not copied: it may be large and nobody else holds it. */
record NewMessage(
        Envelope envelope,
        String subject,
        Instant receivedAt,
        @SuppressWarnings("ArrayRecordComponent") byte[] content) {
    /** Shows no address, no subject, no content. */
    @Override
    public String toString() {
        return "NewMessage[size=" + content.length + "]";
    }
}
