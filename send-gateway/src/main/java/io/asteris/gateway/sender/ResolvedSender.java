package io.asteris.gateway.sender;

import io.asteris.contract.Mailbox;
import java.util.List;

/** The sender as it goes into the envelope. */
public record ResolvedSender(Mailbox from, List<Mailbox> replyTo) {
    public ResolvedSender {
        replyTo = List.copyOf(replyTo);
    }
}
