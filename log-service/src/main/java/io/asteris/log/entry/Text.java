package io.asteris.log.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A text as UTF-8, where it lies among other octets: what goes from a row to a file as it is need not become a string. */
public final class Text {
    private static final Text EMPTY = of("");

    private final byte[] octets;
    private final int from;
    private final int to;

    Text(byte[] octets, int from, int to) {
        this.octets = octets;
        this.from = from;
        this.to = to;
    }

    /** That text. */
    public static Text of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Text(utf8, 0, utf8.length);
    }

    /** The octets among which it lies; nobody changes them. */
    public byte[] octets() {
        return octets;
    }

    /** Where it begins. */
    public int from() {
        return from;
    }

    /** Where it has ended. */
    public int to() {
        return to;
    }

    /** How many octets it has. */
    public int length() {
        return to - from;
    }

    /** Whether it has none. */
    public boolean isEmpty() {
        return from == to;
    }

    /** One of its octets; of a letter of ASCII that is the letter. */
    public byte at(int place) {
        return octets[from + place];
    }

    /** Those texts as one, with that between them. */
    public static Text joined(List<Text> texts, String separator) {
        return switch (texts.size()) {
            case 0 -> EMPTY;
            case 1 -> texts.getFirst();
            default -> of(texts.stream().map(Text::string).collect(Collectors.joining(separator)));
        };
    }

    /** Octets of their own. */
    byte[] copy() {
        return Arrays.copyOfRange(octets, from, to);
    }

    /** The same as a string. */
    public String string() {
        return new String(octets, from, to - from, StandardCharsets.UTF_8);
    }

    /** What follows the first such character of ASCII; all of it when there is none. */
    Text behind(char separator) {
        int at = indexOf(separator, from);
        return at < to ? new Text(octets, at + 1, to) : this;
    }

    /** What stands between such characters of ASCII: one text more than there are of them. */
    List<Text> split(char separator) {
        var parts = new ArrayList<Text>(1);
        int begin = from;
        for (int end = indexOf(separator, begin); end < to; end = indexOf(separator, begin)) {
            parts.add(new Text(octets, begin, end));
            begin = end + 1;
        }
        parts.add(new Text(octets, begin, to));
        return parts;
    }

    private int indexOf(char separator, int start) {
        int at = start;
        while (at < to && octets[at] != separator) {
            at++;
        }
        return at;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "text of " + length() + " octets";
    }
}
