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

    /** Together with the space behind it. */
    private static final String FOLD = "\r\n";

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
        int start = 0;
        for (int fold = fold(whole, start); fold >= 0; fold = fold(whole, start)) {
            checkLine(name, whole.substring(start, fold));
            start = fold + FOLD.length();
        }
        checkLine(name, whole.substring(start));
        return new HeaderLine(name, value);
    }

    /** Where the next line ends that goes on behind its end; -1 when none does. */
    private static int fold(String whole, int start) {
        int end = whole.indexOf(FOLD, start);
        while (end >= 0
                && !whole.startsWith(" ", end + FOLD.length())
                && !whole.startsWith("\t", end + FOLD.length())) {
            end = whole.indexOf(FOLD, end + FOLD.length());
        }
        return end;
    }

    private static void checkLine(String name, String line) {
        if (line.length() > MAX_LINE / 3 && line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE) {
            throw new UnrenderableMessageException(
                    "the header " + name + " has more than 998 octets in one piece and cannot be folded");
        }
        if (line.isBlank() || holdsControls(line)) {
            throw new UnrenderableMessageException(
                    "the header " + name + " has a line break or another control character in it");
        }
    }

    private static boolean holdsControls(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c) && c != '\t') {
                return true;
            }
        }
        return false;
    }

    private static String line(String name, String value) {
        return value.isEmpty() ? name + ":" : name + ": " + value;
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > 128 || !isPrintable(name)) {
            throw new UnrenderableMessageException(
                    "a header name is empty, over-long or has a character it may not have");
        }
    }

    private static boolean isPrintable(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ':') {
                return false;
            }
        }
        return true;
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
