package io.asteris.dispatcher.provider;

import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import java.util.List;
import java.util.Set;

/**
 * A message for one call.
 *
 * @param owed positions of the recipients that this call is for; the headers name all of them all the same
 * @param attachments decoded octets in the order of the envelope's attachments; held, not copied
 */
public record Outgoing(Envelope envelope, Body body, List<byte[]> attachments, Set<Integer> owed) {
    public Outgoing {
        attachments = List.copyOf(attachments);
        owed = Set.copyOf(owed);
    }

    /** The recipients that this call is for. */
    public List<Recipient> owedRecipients() {
        return envelope.recipients().stream()
                .filter(recipient -> owed.contains(recipient.position()))
                .toList();
    }

    /** The envelope with those recipients only, for a provider that reads them from the headers. */
    public Envelope envelopeToOwed() {
        return new Envelope(
                envelope.message(),
                envelope.site(),
                envelope.from(),
                envelope.replyTo(),
                owedRecipients(),
                envelope.subject(),
                envelope.headers(),
                envelope.attachments(),
                envelope.acceptedAt(),
                envelope.unsubscribeUrl());
    }

    @Override
    public String toString() {
        return "message " + envelope.message() + " to " + owed.size() + " recipients";
    }
}
