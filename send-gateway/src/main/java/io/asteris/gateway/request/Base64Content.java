package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a base64 string of the JSON right out of the request's octets, without making a String of it. The escapes that JSON
 * writers put into base64 (PHP escapes the slash, Gson the equals sign) and line breaks are taken out on the way.
 */
final class Base64Content {
    private static final int ESCAPE_DIGITS = 4;

    private Base64Content() {}

    /** The octets of the current string token, or null when it is no base64. The parser stays on the token. */
    static byte @Nullable [] read(JsonParser parser, byte[] source) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        if (start < 0 || start >= source.length || source[(int) start] != '"') {
            // The body is UTF-16 or UTF-32, where places in the text are not places in the octets.
            byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
            return decode(text, 0, text.length);
        }
        int from = (int) start + 1;
        boolean plain = true;
        for (int i = from; i < source.length; i++) {
            byte c = source[i];
            if (c == '"') {
                return plain ? decode(source, from, i) : decodeEscaped(source, from, i);
            }
            if (c == '\\') {
                plain = false;
                i++;
            }
        }
        return null;
    }

    private static byte @Nullable [] decodeEscaped(byte[] source, int from, int to) {
        var text = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int c = source[i];
            if (c == '\\') {
                c = source[++i];
                if (c == 'n' || c == 'r' || c == 't') {
                    continue;
                }
                if (c == 'u') {
                    c = hex(source, i + 1, to);
                    i += ESCAPE_DIGITS;
                }
            }
            if (c < 0 || c >= 0x80) {
                return null;
            }
            text[length++] = (byte) c;
        }
        return decode(text, 0, length);
    }

    private static int hex(byte[] source, int from, int to) {
        int value = 0;
        for (int i = from; i < from + ESCAPE_DIGITS; i++) {
            int digit = i < to ? Character.digit(source[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static byte @Nullable [] decode(byte[] text, int from, int to) {
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(text, from, to - from));
            byte[] octets = decoded.array();
            return decoded.limit() == octets.length ? octets : Arrays.copyOf(octets, decoded.limit());
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
