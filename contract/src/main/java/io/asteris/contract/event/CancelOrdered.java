package io.asteris.contract.event;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.Instant;

/**
 * Somebody wants a message not to be sent: {@code mail.cancel.ordered.v1}. It takes effect unless a call is already under way.
 *
 * @param by the id of the API key that ordered it
 */
public record CancelOrdered(MessageId message, SiteId site, String by, Instant at) implements Event {
    @Override
    public String key() {
        return message.text();
    }
}
