package io.asteris.contract.content;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code envelope} blob: everything of a message but its bodies and attachments, with the sender already resolved.
 *
 * @param acceptedAt stands in the Date header of every attempt
 * @param unsubscribeUrl https only; makes the pair of RFC 8058
 * @param tags the caller's labels, for providers that keep such; absent in blobs of before they were kept
 */
@JsonSerialize(using = EnvelopeWriter.class)
public record Envelope(
        MessageId message,
        SiteId site,
        Mailbox from,
        List<Mailbox> replyTo,
        List<Recipient> recipients,
        String subject,
        List<Header> headers,
        List<AttachmentInfo> attachments,
        Instant acceptedAt,
        @Nullable URI unsubscribeUrl,
        List<String> tags) {

    public Envelope {
        replyTo = List.copyOf(replyTo);
        recipients = List.copyOf(recipients);
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
        tags = tags == null ? List.of() : List.copyOf(tags);
    }

    /** An envelope without tags. */
    public Envelope(
            MessageId message,
            SiteId site,
            Mailbox from,
            List<Mailbox> replyTo,
            List<Recipient> recipients,
            String subject,
            List<Header> headers,
            List<AttachmentInfo> attachments,
            Instant acceptedAt,
            @Nullable URI unsubscribeUrl) {
        this(
                message,
                site,
                from,
                replyTo,
                recipients,
                subject,
                headers,
                attachments,
                acceptedAt,
                unsubscribeUrl,
                List.of());
    }

    /** The mailboxes of one field, in the order given. */
    public List<Mailbox> in(RecipientField field) {
        return recipients.stream()
                .filter(recipient -> recipient.field() == field)
                .map(Recipient::mailbox)
                .toList();
    }

    @Override
    public String toString() {
        return "envelope of " + message + " to " + recipients.size() + " recipients";
    }
}
