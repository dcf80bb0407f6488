package io.asteris.log.export;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Text as UTF-8 in an array that grows. A file has a million rows of some twenty texts, so each character goes from the text to its
 * place at once.
 */
final class Utf8 {
    /** Some more than a piece of a file without bodies has. */
    private static final int USUAL = 128 * 1024;

    private static final ThreadLocal<Utf8> OF_THREAD = ThreadLocal.withInitial(Utf8::new);

    private static final int ASCII = 0x80;
    private static final boolean[] NOTHING = new boolean[ASCII];
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int CHARACTERS_OF_A_UUID = 36;
    private static final int MOST_DIGITS = 20;

    /** Octets of a character of UTF-16, at most: one beyond it takes two of them and four octets. */
    private static final int MOST_OCTETS = 3;

    private final Moments moments = new Moments();
    private byte[] octets = new byte[USUAL];
    private int length;

    /** An empty one, for as long as this thread asks for no other; one that grew beyond the usual is not kept. */
    static Utf8 ofThread() {
        Utf8 out = OF_THREAD.get();
        if (out.octets.length > USUAL) {
            out.octets = new byte[USUAL];
        }
        out.length = 0;
        return out;
    }

    /** Those octets for that text of ASCII. */
    static byte[] ascii(String text) {
        byte[] octets = new byte[text.length()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) text.charAt(i);
        }
        return octets;
    }

    /** Marks characters of ASCII, before which {@link #upTo} stops. */
    static boolean[] marked(String characters) {
        var marked = new boolean[ASCII];
        for (int i = 0; i < characters.length(); i++) {
            marked[characters.charAt(i)] = true;
        }
        return marked;
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, length);
    }

    /** Forgets all behind so many octets. */
    void cut(int to) {
        length = to;
    }

    /** The octet that was written last; -1 when there is none. */
    int last() {
        return length == 0 ? -1 : octets[length - 1];
    }

    void octet(int octet) {
        room(1);
        octets[length++] = (byte) octet;
    }

    void put(byte[] more) {
        put(more, 0);
    }

    void put(byte[] more, int from) {
        int count = more.length - from;
        room(count);
        System.arraycopy(more, from, octets, length, count);
        length += count;
    }

    /** The whole text. */
    void put(String text) {
        upTo(NOTHING, text, 0);
    }

    /**
     * The text from a place on, up to a marked character.
     *
     * @return the place of that character, or the end
     */
    int upTo(boolean[] marked, String text, int from) {
        int end = text.length();
        room(MOST_OCTETS * (end - from));
        byte[] into = octets;
        int at = length;
        int i = from;
        while (i < end) {
            char character = text.charAt(i);
            if (character >= ASCII) {
                int point = Character.codePointAt(text, i);
                at = wide(point, into, at);
                i += Character.charCount(point);
            } else if (marked[character]) {
                break;
            } else {
                into[at++] = (byte) character;
                i++;
            }
        }
        length = at;
        return i;
    }

    void number(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            put(Long.toString(number));
            return;
        }
        room(MOST_DIGITS);
        int left = (int) number;
        int digits = 1;
        for (int rest = left / 10; rest > 0; rest /= 10) {
            digits++;
        }
        length += digits;
        for (int place = length - 1; place >= length - digits; place--) {
            octets[place] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    void uuid(UUID id) {
        room(CHARACTERS_OF_A_UUID);
        hex(id.getMostSignificantBits(), 64, 32);
        octets[length++] = '-';
        hex(id.getMostSignificantBits(), 32, 16);
        octets[length++] = '-';
        hex(id.getMostSignificantBits(), 16, 0);
        octets[length++] = '-';
        hex(id.getLeastSignificantBits(), 64, 48);
        octets[length++] = '-';
        hex(id.getLeastSignificantBits(), 48, 0);
    }

    /** The same as {@link Instant#toString}. */
    void moment(Instant at) {
        room(Moments.LONGEST);
        length = moments.write(at, octets, length);
    }

    private static int wide(int point, byte[] into, int at) {
        int next = at;
        if (point < 0x800) {
            into[next++] = (byte) (0xc0 | (point >> 6));
        } else if (Character.isSurrogate((char) point) && point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            // Half a character, which UTF-8 cannot have.
            into[next++] = '?';
            return next;
        } else {
            if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                into[next++] = (byte) (0xe0 | (point >> 12));
            } else {
                into[next++] = (byte) (0xf0 | (point >> 18));
                into[next++] = (byte) (ASCII | ((point >> 12) & 0x3f));
            }
            into[next++] = (byte) (ASCII | ((point >> 6) & 0x3f));
        }
        into[next++] = (byte) (ASCII | (point & 0x3f));
        return next;
    }

    private void hex(long bits, int from, int to) {
        for (int shift = from - 4; shift >= to; shift -= 4) {
            octets[length++] = HEX[(int) (bits >>> shift) & 0xf];
        }
    }

    private void room(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
        }
    }
}
