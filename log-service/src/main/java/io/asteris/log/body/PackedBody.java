package io.asteris.log.body;

import io.asteris.contract.Json;
import io.asteris.log.pack.Dictionary;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a body lies in its blob: as {@link Dictionary#BODIES} packs it, or as a dictionary of its site does.
 *
 * <pre>
 * octet 0       1
 * octets 1-2    number of the site's dictionary, big-endian
 * then          what it packed
 * </pre>
 */
final class PackedBody {
    /** Says that the general dictionary is needed, or none. */
    static final int NO_NUMBER = 0;

    /** The highest that fits. */
    static final int LAST_NUMBER = 0xFFFF;

    /** Neither JSON nor a frame (RFC 8878 3.1.1) begins with it. */
    private static final byte NUMBERED = 1;

    private static final int HEADER_OCTETS = 3;

    private PackedBody() {}

    /** Packs the JSON of one with the site's dictionary, if there is one. */
    static byte[] pack(byte[] json, @Nullable SiteDictionary with) {
        if (with == null) {
            return Dictionary.BODIES.pack(json);
        }
        byte[] packed = with.dictionary().pack(json);
        return ByteBuffer.allocate(HEADER_OCTETS + packed.length)
                .put(NUMBERED)
                .putShort((short) with.number())
                .put(packed)
                .array();
    }

    /** The number of the dictionary it takes to unpack it. */
    static int number(byte[] packed) {
        return packed.length > HEADER_OCTETS && packed[0] == NUMBERED
                ? Short.toUnsignedInt(ByteBuffer.wrap(packed).getShort(1))
                : NO_NUMBER;
    }

    /** Octets of the JSON that it is unpacked to. */
    static int length(byte[] packed) {
        return Dictionary.length(packed, number(packed) == NO_NUMBER ? 0 : HEADER_OCTETS);
    }

    /**
     * The body again.
     *
     * @param with the dictionary of its {@link #number}; not asked for where it has none
     */
    static LoggedBody unpack(byte[] packed, @Nullable Dictionary with) {
        byte[] json = with == null
                ? Dictionary.BODIES.unpack(packed)
                : with.unpack(Arrays.copyOfRange(packed, HEADER_OCTETS, packed.length));
        return Json.read(json, LoggedBody.class);
    }
}
