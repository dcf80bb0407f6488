package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.contract.content.Envelope;
import io.asteris.platform.content.SealedBlob;
import java.util.Map;
import java.util.Optional;

/**
 * What was read for a batch from the content store. A message whose content is gone is not in it.
 *
 * @param bodies sealed for the log's own table
 */
record Content(Map<MessageId, Envelope> envelopes, Map<MessageId, SealedBlob> bodies) {
    static final Content NONE = new Content(Map.of(), Map.of());

    Content {
        envelopes = Map.copyOf(envelopes);
        bodies = Map.copyOf(bodies);
    }

    Optional<Envelope> envelope(MessageId message) {
        return Optional.ofNullable(envelopes.get(message));
    }

    Optional<SealedBlob> body(MessageId message) {
        return Optional.ofNullable(bodies.get(message));
    }
}
