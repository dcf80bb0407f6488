package io.asteris.dispatcher.provider;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import io.asteris.dispatcher.mime.MessageRenderer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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

    /** The same from another address; replies go to the sender that it had, unless it says where they go. */
    public Outgoing from(EmailAddress sender) {
        Mailbox before = envelope.from();
        if (before.address().equals(sender)) {
            return this;
        }
        List<Mailbox> replyTo = envelope.replyTo().isEmpty() ? List.of(before) : envelope.replyTo();
        List<Header> headers = new ArrayList<>(envelope.headers());
        headers.add(new Header(MessageRenderer.KEPT_ID, MessageRenderer.messageId(envelope)));
        Envelope changed = envelope(new Mailbox(before.name(), sender), replyTo, envelope.recipients(), headers);
        return new Outgoing(changed, body, attachments, owed);
    }

    /** Whether the text shows an attachment in its place; without HTML nothing can refer to it. */
    public boolean isInline(AttachmentInfo attachment) {
        return attachment.contentId() != null && body.html() != null;
    }

    /** Octets of texts and attachments, decoded. */
    public long size() {
        long texts = Stream.of(body.html(), body.text())
                .filter(Objects::nonNull)
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return texts + attachments.stream().mapToLong(octets -> octets.length).sum();
    }

    /** The mailboxes of one field that this call is for. */
    public List<Mailbox> owed(RecipientField field) {
        return owedRecipients().stream()
                .filter(recipient -> recipient.field() == field)
                .map(Recipient::mailbox)
                .toList();
    }

    /** The envelope with those recipients only, for a provider that reads them from the headers. */
    public Envelope envelopeToOwed() {
        return envelope(envelope.from(), envelope.replyTo(), owedRecipients(), envelope.headers());
    }

    private Envelope envelope(Mailbox from, List<Mailbox> replyTo, List<Recipient> recipients, List<Header> headers) {
        return new Envelope(
                envelope.message(),
                envelope.site(),
                from,
                replyTo,
                recipients,
                envelope.subject(),
                headers,
                envelope.attachments(),
                envelope.acceptedAt(),
                envelope.unsubscribeUrl(),
                envelope.tags());
    }

    @Override
    public String toString() {
        return "message " + envelope.message() + " to " + owed.size() + " recipients";
    }
}
