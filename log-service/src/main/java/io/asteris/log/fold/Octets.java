package io.asteris.log.fold;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Octets that grow, with the numbers and texts of the {@link FactsForm}. */
final class Octets {
    private static final int USUAL = 128;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private byte[] octets = new byte[USUAL];
    private int length;

    /** The last long text that was put whole. */
    private byte[] last = new byte[0];

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, length);
    }

    void octet(int octet) {
        room(1);
        octets[length++] = (byte) octet;
    }

    void number(long number) {
        long left = (number << 1) ^ (number >> (Long.SIZE - 1));
        while ((left & ~SEVEN_BITS) != 0) {
            octet((int) ((left & SEVEN_BITS) | MORE));
            left >>>= 7;
        }
        octet((int) left);
    }

    void text(@Nullable String text) {
        if (text == null) {
            number(0);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 1 && isEndOfLong(utf8)) {
            number(-utf8.length);
            return;
        }
        number(utf8.length + 1L);
        put(utf8, utf8.length);
        if (utf8.length >= FactsForm.LONG) {
            last = utf8;
        }
    }

    private boolean isEndOfLong(byte[] utf8) {
        int from = last.length - utf8.length;
        return from >= 0 && Arrays.equals(last, from, last.length, utf8, 0, utf8.length);
    }

    /** Takes all that the other has, which is empty afterwards. */
    void take(Octets other) {
        put(other.octets, other.length);
        other.length = 0;
    }

    private void put(byte[] more, int count) {
        room(count);
        System.arraycopy(more, 0, octets, length, count);
        length += count;
    }

    private void room(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
        }
    }
}
