package io.asteris.log.export;

import io.asteris.log.entry.Text;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Text as UTF-8 in an array that grows. A file has a million rows of some twenty texts, which are UTF-8 already where they lie, so
 * what needs no escape is copied.
 */
final class Utf8 {
    private static final int USUAL = 128 * 1024;

    /** One a thread that is used again and again: a new one for each piece of a file was a sixth of all that had to be collected. */
    private static final ThreadLocal<Utf8> OF_THREAD = ThreadLocal.withInitial(Utf8::new);

    private static final int OCTETS = 0x100;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int CHARACTERS_OF_A_UUID = 36;
    private static final int MOST_DIGITS = 20;

    private final Moments moments = new Moments();
    private byte[] octets = new byte[USUAL];
    private int length;

    /** An empty one, for as long as this thread asks for no other. One that grew beyond the usual is not kept. */
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
        var marked = new boolean[OCTETS];
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
        put(more, 0, more.length);
    }

    void put(byte[] more, int from, int count) {
        room(count);
        System.arraycopy(more, from, octets, length, count);
        length += count;
    }

    /** A word of ASCII. */
    void put(String word) {
        int count = word.length();
        room(count);
        for (int i = 0; i < count; i++) {
            octets[length + i] = (byte) word.charAt(i);
        }
        length += count;
    }

    /** The whole text. */
    void put(Text text) {
        put(text.octets(), text.from(), text.length());
    }

    /**
     * The text from a place on, up to a marked character.
     *
     * @return how many octets of the text are behind it then: the place of that character, or its length
     */
    int upTo(boolean[] marked, Text text, int from) {
        byte[] given = text.octets();
        int end = text.to();
        int begin = text.from() + from;
        int at = begin;
        while (at < end && !marked[given[at] & 0xff]) {
            at++;
        }
        put(given, begin, at - begin);
        return at - text.from();
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
