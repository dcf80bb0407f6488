package io.asteris.log.redact;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells whether a text has any of some pieces, ignoring case, in one pass over the text, because every body that is logged is asked.
 * The last few characters are at each place looked up as one number; only where some piece begins so, or seems to, it is compared.
 */
final class Pieces {
    /** So many bits of a character count for the number; letters of ASCII differ from their capitals in a higher one. */
    private static final int BITS = 4;

    private static final int LOW = (1 << BITS) - 1;
    private static final int ASCII = 0x80;
    private static final int MOST_COUNTED = 4;

    private final int counted;
    private final int mask;

    /** By the number: where to find the pieces that begin so; 0 for most, as none does. */
    private final byte[] places;

    private final char[][][] byPlace;

    /** @param pieces none of them empty */
    Pieces(Collection<String> pieces) {
        this.counted = Math.min(
                MOST_COUNTED, pieces.stream().mapToInt(String::length).min().orElse(MOST_COUNTED));
        this.mask = (1 << (counted * BITS)) - 1;
        this.places = new byte[mask + 1];
        Map<Integer, List<String>> byStart = pieces.stream().collect(Collectors.groupingBy(this::start));
        this.byPlace = new char[byStart.size() + 1][][];
        byte place = 0;
        for (Map.Entry<Integer, List<String>> some : byStart.entrySet()) {
            places[some.getKey()] = ++place;
            byPlace[place] = some.getValue().stream().map(String::toCharArray).toArray(char[][]::new);
        }
    }

    /** Whether any of them stands anywhere in the text. */
    boolean areIn(String text) {
        return areIn(text.toCharArray(), 0, text.length());
    }

    /** Whether any of them stands anywhere between two places of the text. */
    boolean areIn(char[] text, int from, int beyond) {
        int start = 0;
        for (int at = from; at < beyond; at++) {
            start = with(start, text[at]);
            int place = places[start];
            int begin = at + 1 - counted;
            if (place != 0 && begin >= from && beginsAny(byPlace[place], text, begin, beyond)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsAny(char[][] pieces, char[] text, int at, int beyond) {
        for (char[] piece : pieces) {
            if (begins(piece, text, at, beyond)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link String#regionMatches(boolean, int, String, int, int)} has it, which is slow where only one of the two is Latin. */
    private static boolean begins(char[] piece, char[] text, int at, int beyond) {
        if (at + piece.length > beyond) {
            return false;
        }
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] != text[at + i] && small(piece[i]) != small(text[at + i])) {
                return false;
            }
        }
        return true;
    }

    private static char small(char letter) {
        return Character.toLowerCase(Character.toUpperCase(letter));
    }

    private int start(String piece) {
        int start = 0;
        for (int at = 0; at < counted; at++) {
            start = with(start, piece.charAt(at));
        }
        return start;
    }

    private int with(int start, char next) {
        return (start << BITS | (next < ASCII ? next & LOW : 0)) & mask;
    }
}
