package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a provider told us of one recipient of one message, after we interpreted it; {@link RecipientEvent} says what it was.
 *
 * @param position of the recipient in the message
 * @param hash of the recipient's address, within the site
 * @param provider the preset whose webhook told, such as {@code sendgrid}; for a refusal in the call itself, the provider's preset
 * @param providerEvent the provider's own word for it, such as {@code dropped} or {@code failed}
 * @param at when it happened, by the provider's clock
 * @param classification absent where it makes no difference
 * @param code as the provider gave it, such as {@code 550} or {@code 5.1.1}
 * @param text the provider's own words, at most 1 KiB, addresses masked
 */
public record RecipientReport(
        MessageId message,
        SiteId site,
        @JsonProperty("p") int position,
        @JsonProperty("h") AddressHash hash,
        String provider,
        String providerEvent,
        Instant at,
        @Nullable Classification classification,
        @Nullable String code,
        @Nullable String text) {

    /** How final a report is, and what for. */
    public enum Classification {
        /** The mailbox cannot be written to, now or later. */
        HARD,
        /** The provider stopped trying on a passing ground. */
        SOFT,
        /** Refused for what the message or its sender is; the mailbox may be fine. */
        BLOCKED,
        /** The provider did not try, because its own list names the address. */
        SUPPRESSED;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
