package io.asteris.local.inbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.stream.Field;

/** Reads the file name of a part: RFC 2231 with charset and continuations, or what people write instead of it. */
final class FileName {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^=;\\s]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^;\\s]*)");
    private static final int HEX = 16;

    private FileName() {}

    /** From Content-Disposition, else from Content-Type. */
    static Optional<String> of(Entity entity) {
        return of(entity, "Content-Disposition", "filename").or(() -> of(entity, "Content-Type", "name"));
    }

    private static Optional<String> of(Entity entity, String header, String parameter) {
        return Optional.ofNullable(entity.getHeader().getField(header))
                .map(Field::getBody)
                .flatMap(value -> parameter(value, parameter));
    }

    /** The parameter of a header's value, decoded. */
    static Optional<String> parameter(String value, String name) {
        // Sections in order: name, name*, name*0, name*0*, name*1, …; the number decides.
        Map<Integer, String> plain = new TreeMap<>();
        Map<Integer, String> extended = new TreeMap<>();
        Optional<String> simple = Optional.empty();
        Matcher found = PARAMETER.matcher(value);
        while (found.find()) {
            String key = found.group(1).toLowerCase(Locale.ROOT);
            String text = unquote(found.group(2));
            if (key.equals(name)) {
                simple = Optional.of(DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT));
            } else if (key.startsWith(name + "*")) {
                String section = key.substring(name.length() + 1);
                boolean isExtended = section.isEmpty() || section.endsWith("*");
                (isExtended ? extended : plain).put(number(section), text);
            }
        }
        return extended.isEmpty() && plain.isEmpty() ? simple : Optional.of(join(plain, extended));
    }

    private static String join(Map<Integer, String> plain, Map<Integer, String> extended) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Charset charset = StandardCharsets.UTF_8;
        TreeMap<Integer, String> all = new TreeMap<>(plain);
        all.putAll(extended);
        for (Map.Entry<Integer, String> section : all.entrySet()) {
            String text = section.getValue();
            if (!extended.containsKey(section.getKey())) {
                bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                continue;
            }
            if (section.getKey().equals(all.firstKey())) {
                // RFC 2231 4: charset'language'text, in the first section only.
                String[] parts = text.split("'", 3);
                boolean whole = parts.length == 3;
                charset = whole && !parts[0].isEmpty() && Charset.isSupported(parts[0])
                        ? Charset.forName(parts[0])
                        : charset;
                text = whole ? parts[2] : text;
            }
            bytes.writeBytes(percentDecoded(text));
        }
        return bytes.toString(charset);
    }

    private static byte[] percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            boolean escaped = raw[i] == '%' && i + 2 < raw.length && hex(raw[i + 1]) >= 0 && hex(raw[i + 2]) >= 0;
            if (escaped) {
                bytes.write(hex(raw[i + 1]) * HEX + hex(raw[i + 2]));
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toByteArray();
    }

    private static int hex(byte digit) {
        return Character.digit(digit, HEX);
    }

    private static int number(String section) {
        String digits = section.endsWith("*") ? section.substring(0, section.length() - 1) : section;
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : 0;
    }

    private static String unquote(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
    }
}
