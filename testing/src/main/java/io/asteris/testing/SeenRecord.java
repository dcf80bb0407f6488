package io.asteris.testing;

import io.asteris.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A record that {@link TopicProbe} found on a topic.
 *
 * @param key empty when it has none
 * @param headers by name; the last value where a name is repeated
 * @param json the value as text; empty in a tombstone
 */
public record SeenRecord(int partition, long offset, String key, Map<String, String> headers, String json) {
    public SeenRecord {
        headers = Map.copyOf(headers);
    }

    /** The CloudEvents type; empty when it has none. */
    public String type() {
        return headers.getOrDefault("ce_type", "");
    }

    /** The value as the event it carries. */
    public <T> T as(Class<T> event) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), event);
    }
}
