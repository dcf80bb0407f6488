package io.asteris.gateway.request;

import io.asteris.contract.Mailbox;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One message as its caller asked for it, checked; the sender's defaults are not yet in it.
 *
 * @param from absent where the sender's default is meant
 * @param recipients over to, cc and bcc, each address once (its first place), positions counting from 0
 * @param source who sent it, such as {@code woocommerce}; empty when the caller did not say
 * @param size octets of bodies and attachments, decoded
 */
public record SendRequest(
        @Nullable Mailbox from,
        List<Recipient> recipients,
        List<Mailbox> replyTo,
        String subject,
        Body body,
        List<Header> headers,
        List<Attachment> attachments,
        String source,
        List<String> tags,
        SortedMap<String, String> metadata,
        @Nullable Instant scheduledAt,
        @Nullable Instant expiresAt,
        @Nullable URI unsubscribeUrl,
        boolean sensitive,
        @Nullable OnUnknown onUnknown,
        @Nullable String provider,
        long size) {

    public SendRequest {
        recipients = List.copyOf(recipients);
        replyTo = List.copyOf(replyTo);
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
        tags = List.copyOf(tags);
    }

    @Override
    public String toString() {
        return "request of " + size + " octets to " + recipients.size() + " recipients";
    }
}
