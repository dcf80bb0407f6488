package io.asteris.contract.event;

import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A closed message is to be sent again as a new one: {@code mail.resend.ordered.v1}. Who orders it has put the content under
 * the new id before; the gateway announces the new message. The same order twice names the same new id.
 *
 * @param message the id of the new message
 * @param of the message that is sent again
 * @param by who ordered it: the id of an API key, or the service
 * @param source what the original's caller said sent it; empty when it said nothing
 * @param size octets of bodies and attachments, decoded
 */
public record ResendOrdered(
        MessageId message,
        SiteId site,
        MessageId of,
        String by,
        Instant at,
        String source,
        List<String> tags,
        Map<String, String> metadata,
        long size,
        @Nullable OnUnknown onUnknown,
        @Nullable Boolean sensitive)
        implements Event {

    public ResendOrdered {
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
    }

    @Override
    public String key() {
        return message.text();
    }
}
