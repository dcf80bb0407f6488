package io.asteris.dispatcher.mime;

import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/**
 * One header field, ready to be written: name, and a value that is encoded and folded already. The library would fold again and
 * cannot write UTF-8, so it is given the finished octets.
 */
final class HeaderLine implements Field {
    /** RFC 5322 2.1.1: no line is longer, its CRLF apart. */
    private static final int MAX_LINE = 998;

    private final String name;
    private final String value;

    private HeaderLine(String name, String value) {
        this.name = name;
        this.value = value;
    }

    /**
     * A field of that value, folded where it has folds and nowhere else.
     *
     * @throws UnrenderableMessageException when a line would be over-long or hold a control character
     */
    static HeaderLine of(String name, String value) {
        checkName(name);
        String whole = line(name, value);
        for (String line : whole.split("\r\n(?=[ \t])", -1)) {
            if (line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE) {
                throw new UnrenderableMessageException(
                        "the header " + name + " has more than 998 octets in one piece and cannot be folded");
            }
            if (line.isBlank() || line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
                throw new UnrenderableMessageException(
                        "the header " + name + " has a line break or another control character in it");
            }
        }
        return new HeaderLine(name, value);
    }

    private static String line(String name, String value) {
        return value.isEmpty() ? name + ":" : name + ": " + value;
    }

    private static void checkName(String name) {
        boolean printable = name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
        if (name.isEmpty() || name.length() > 128 || !printable) {
            throw new UnrenderableMessageException(
                    "a header name is empty, over-long or has a character it may not have");
        }
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getBody() {
        return value;
    }

    @Override
    public ByteSequence getRaw() {
        return ContentUtil.encode(StandardCharsets.UTF_8, line(name, value));
    }

    @Override
    public String toString() {
        return name + ": ***";
    }
}
