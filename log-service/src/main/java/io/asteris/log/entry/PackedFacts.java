package io.asteris.log.entry;

import io.asteris.log.pack.Dictionary;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The stored form of the facts' JSON. */
final class PackedFacts {
    private PackedFacts() {}

    static Buffer pack(String json) {
        return Buffer.buffer(Dictionary.FACTS.pack(json.getBytes(StandardCharsets.UTF_8)));
    }

    static String unpack(byte[] packed) {
        return new String(Dictionary.FACTS.unpack(packed), StandardCharsets.UTF_8);
    }
}
