package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.log.entry.Letter;
import java.util.Map;
import java.util.Optional;

/**
 * What was read for a batch from the content store, as the log keeps it. A message whose content is gone is not in it.
 *
 * @param bodies sealed for the log's own table
 */
record Content(Map<MessageId, Letter> letters, Map<MessageId, ReadBody> bodies) {
    static final Content NONE = new Content(Map.of(), Map.of());

    Content {
        letters = Map.copyOf(letters);
        bodies = Map.copyOf(bodies);
    }

    Optional<Letter> letter(MessageId message) {
        return Optional.ofNullable(letters.get(message));
    }

    Optional<ReadBody> body(MessageId message) {
        return Optional.ofNullable(bodies.get(message));
    }
}
