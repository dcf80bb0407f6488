package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway took a message and stored it: {@code mail.message.accepted.v1}.
 *
 * @param source what the caller said sent it, such as {@code woocommerce}; empty when it said nothing
 * @param size octets of bodies and attachments, decoded
 * @param attachments how many there are
 * @param fromDomain domain of the resolved sender, for routing
 * @param expiresAt after it the message is stale and is not sent
 * @param provider the provider the caller insists on, by name
 */
@JsonSerialize(using = MessageAcceptedWriter.class)
public record MessageAccepted(
        MessageId message,
        SiteId site,
        MessageKind kind,
        Instant acceptedAt,
        String source,
        List<String> tags,
        Map<String, String> metadata,
        long size,
        int attachments,
        String fromDomain,
        List<To> recipients,
        @Nullable Instant scheduledAt,
        @Nullable Instant expiresAt,
        @Nullable String provider,
        @Nullable MessageId resendOf,
        @Nullable OnUnknown onUnknown,
        @Nullable Boolean sensitive)
        implements Event {

    public MessageAccepted {
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
        recipients = List.copyOf(recipients);
    }

    @Override
    public String key() {
        return message.text();
    }

    /**
     * A recipient without its address.
     *
     * @param hash of the address, keyed for the site
     * @param hashForAllSites the same keyed for {@link SiteId#ALL}, so that a suppression of that scope is found; absent from
     *     an older gateway
     * @param domain of the address where it is a large one
     */
    public record To(
            @JsonProperty("p") int position,
            RecipientField field,
            @JsonProperty("h") AddressHash hash,
            String domain,
            @JsonProperty("ha") @Nullable AddressHash hashForAllSites) {
        /** A recipient of which only the site's own hash is known. */
        public To(int position, RecipientField field, AddressHash hash, String domain) {
            this(position, field, hash, domain, null);
        }
    }
}
