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

    static byte[] unpack(byte[] packed) {
        return Dictionary.FACTS.unpack(packed);
    }
}
