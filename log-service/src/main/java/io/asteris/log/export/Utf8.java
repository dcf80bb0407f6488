package io.asteris.log.export;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Text as UTF-8 in an array that grows. A file has a million rows of some twenty texts. The JDK turns each into octets of its own, many
 * characters at a time, and these are searched and copied: together less than half of what one character after the other takes.
 */
final class Utf8 {
    /** Some more than a piece of a file without bodies has. */
    private static final int USUAL = 128 * 1024;

    private static final ThreadLocal<Utf8> OF_THREAD = ThreadLocal.withInitial(Utf8::new);

    private static final int OCTET = 0xff;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int CHARACTERS_OF_A_UUID = 36;
    private static final int MOST_DIGITS = 20;

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

    /** Those octets for that text; half a character, which UTF-8 cannot have, is a question mark. */
    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Marks characters of ASCII, before which {@link #upTo} stops. */
    static boolean[] marked(String characters) {
        var marked = new boolean[OCTET + 1];
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
        put(more, from, more.length);
    }

    /** The whole text. */
    void put(String text) {
        put(of(text));
    }

    /**
     * The octets from a place on, up to a marked character.
     *
     * @param utf8 see {@link #of}
     * @return the place of that character, or the end
     */
    int upTo(boolean[] marked, byte[] utf8, int from) {
        int to = from;
        while (to < utf8.length && !marked[utf8[to] & OCTET]) {
            to++;
        }
        put(utf8, from, to);
        return to;
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

    private void put(byte[] more, int from, int to) {
        int count = to - from;
        room(count);
        System.arraycopy(more, from, octets, length, count);
        length += count;
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
