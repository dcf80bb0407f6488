package io.asteris.gateway.accept;

import io.asteris.contract.MessageId;
import java.util.List;

/**
 * The messages of a submission are on the disk.
 *
 * @param replayed whether an earlier post with the same key brought them
 */
public record Accepted(List<MessageId> messages, boolean replayed) {
    public Accepted {
        messages = List.copyOf(messages);
    }

    Accepted again() {
        return new Accepted(messages, true);
    }
}
