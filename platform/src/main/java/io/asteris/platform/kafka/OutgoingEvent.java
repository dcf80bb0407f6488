package io.asteris.platform.kafka;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to the broker, already JSON.
 *
 * @param id the {@code ce_id}; a repeat carries the same
 * @param topic name at the broker
 * @param type the {@code ce_type}
 * @param site for {@code ce_source}
 * @param trace W3C traceparent of the request that caused it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each body would cost the hot path
public record OutgoingEvent(
        UUID id,
        String topic,
        String key,
        String type,
        String site,
        byte[] body,
        @Nullable String trace) {
    @Override
    public String toString() {
        return type + " " + id;
    }
}
