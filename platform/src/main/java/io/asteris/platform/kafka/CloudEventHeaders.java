package io.asteris.platform.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers of CloudEvents 1.0 in Kafka's binary content mode. */
final class CloudEventHeaders {
    static final String TYPE = "ce_type";

    private static final String SPEC_VERSION = "1.0";

    private CloudEventHeaders() {}

    /** Writes the attributes; the source is {@code /sites/{site}}. */
    static void write(Headers headers, OutgoingEvent event) {
        put(headers, "ce_specversion", SPEC_VERSION);
        put(headers, "ce_id", event.id().toString());
        put(headers, TYPE, event.type());
        put(headers, "ce_source", "/sites/" + event.site());
        put(headers, "ce_subject", event.key());
        put(headers, "content-type", "application/json");
        putIfThere(headers, "traceparent", event.trace());
    }

    /** The value of a header; the last one where it is repeated. */
    static Optional<String> read(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void putIfThere(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            put(headers, name, value);
        }
    }
}
