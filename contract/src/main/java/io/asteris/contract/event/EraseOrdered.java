package io.asteris.contract.event;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.Instant;

/**
 * Content and addresses of a message are to be forgotten: {@code mail.erase.ordered.v1}. What waits is not sent any more, what
 * is under way ends but is never sent again; the states stay.
 *
 * @param by who ordered it: the id of an API key, or the service
 */
public record EraseOrdered(MessageId message, SiteId site, String by, Instant at) implements Event {
    @Override
    public String key() {
        return message.text();
    }
}
