package io.asteris.log.entry;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The stored form of the facts' JSON. */
final class PackedFacts {
    private PackedFacts() {}

    static Buffer pack(String json) {
        return Buffer.buffer(json.getBytes(StandardCharsets.UTF_8));
    }

    static String unpack(byte[] packed) {
        return new String(packed, StandardCharsets.UTF_8);
    }
}
