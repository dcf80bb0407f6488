package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Content and addresses of a message are to be forgotten: {@code mail.erase.ordered.v1}. What waits is not sent any more, what
 * is under way ends but is never sent again; the states stay.
 *
 * @param hash of the address that its site wants forgotten everywhere; null where only this message is meant
 * @param by who ordered it: the id of an API key, or the service
 */
public record EraseOrdered(
        MessageId message,
        SiteId site,
        @JsonProperty("h") @Nullable AddressHash hash,
        String by,
        Instant at) implements Event {
    @Override
    public String key() {
        return message.text();
    }
}
