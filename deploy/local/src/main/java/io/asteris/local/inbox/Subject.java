package io.asteris.local.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Finds the subject of a message without reading its body. */
final class Subject {
    private static final String NAME = "subject:";

    private Subject() {}

    /** Unfolded and decoded (RFC 2047); empty when there is none. */
    static String of(byte[] message) {
        StringBuilder value = new StringBuilder();
        boolean inside = false;
        int start = 0;
        while (start < message.length) {
            int end = lineEnd(message, start);
            String line = new String(message, start, end - start, StandardCharsets.UTF_8);
            String text = line.stripTrailing();
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (text.isEmpty() || (inside && !folded)) {
                break;
            }
            if (inside) {
                value.append(text);
            } else if (text.toLowerCase(Locale.ROOT).startsWith(NAME)) {
                inside = true;
                value.append(text.substring(NAME.length()));
            }
            start = end;
        }
        return DecoderUtil.decodeEncodedWords(value.toString().strip(), DecodeMonitor.SILENT);
    }

    private static int lineEnd(byte[] message, int start) {
        int i = start;
        while (i < message.length && message[i] != '\n') {
            i++;
        }
        return Math.min(message.length, i + 1);
    }
}
