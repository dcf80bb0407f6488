package io.asteris.log.pack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What texts have in common: the frame, the style and the phrases that a site puts around what it has to say to each. Every piece of it
 * stands, whole, in texts to at least so many different recipients, so nothing that was written to one of them is in it.
 *
 * <p>Pieces are found where a window of a dozen octets stands in enough texts, and are grown octet by octet as long as
 * that holds. Takes some 100 ms for a sample of 1 MB, and is given up where crafted texts would make it take much longer.
 */
public final class CommonText {
    /** Octets of all samples together. */
    public static final int MOST_SAMPLED = Windows.LONGEST;

    /** A match that is longer is two. */
    private static final int LONGEST_PIECE = 4_096;

    /** Grown further, a piece would follow the few that go on alike and leave the many behind. */
    private static final int FEWER = 4;

    /** Octets compared: what honest samples need is a hundredth of it. */
    private static final long MOST_WORK = 500_000_000;

    private final List<Sample> samples;
    private final int recipients;
    private final Windows windows;
    private final int[] recipientOf;
    private final int[] counted;
    private final BitSet done;
    private int count;
    private long work;

    private CommonText(List<Sample> samples, int recipients) {
        this.samples = samples;
        this.recipients = recipients;
        this.windows = new Windows(samples);
        this.recipientOf = recipients(samples);
        this.counted = new int[samples.size()];
        this.done = new BitSet(windows.groups());
    }

    /** Octets that stand in so many texts. */
    private record Piece(int from, int length, int recipients) {}

    /**
     * Finds it.
     *
     * @param samples up to {@link #MOST_SAMPLED} octets together
     * @param recipients in how many a piece must stand to be common
     * @param longest most octets of the whole
     * @return what is most common last, where Zstandard reaches it with the shortest offset
     */
    public static byte[] of(List<Sample> samples, int recipients, int longest) {
        var common = new CommonText(samples, recipients);
        return common.joined(common.pieces(), longest);
    }

    private List<Piece> pieces() {
        var pieces = new ArrayList<Piece>();
        for (int sample = 0; sample < samples.size(); sample++) {
            int at = windows.start(sample);
            while (at <= windows.last(sample) && work < MOST_WORK) {
                Piece piece = done.get(windows.group(at)) ? null : grown(at);
                if (piece != null) {
                    pieces.add(piece);
                }
                at += piece == null ? 1 : piece.length() - Windows.WIDTH + 1;
            }
        }
        return pieces;
    }

    /** The piece that begins there; null when that window is in too few texts. */
    private @Nullable Piece grown(int from) {
        done.set(windows.group(from));
        int[] places = windows.firstPlaces(from);
        int all = distinct(places);
        if (all < recipients) {
            return null;
        }
        int least = Math.max(recipients, all / FEWER);
        int length = Windows.WIDTH;
        int in = all;
        while (length < LONGEST_PIECE && windows.reaches(from, length)) {
            int[] longer = windows.goingOn(places, from, length);
            work += places.length;
            int still = distinct(longer);
            if (still < least) {
                break;
            }
            places = longer;
            in = still;
            length++;
        }
        for (int at = from; at <= from + length - Windows.WIDTH; at++) {
            done.set(windows.group(at));
        }
        return new Piece(from, length, in);
    }

    private int distinct(int[] places) {
        count++;
        int distinct = 0;
        for (int place : places) {
            int recipient = recipientOf[windows.sample(place)];
            if (counted[recipient] != count) {
                counted[recipient] = count;
                distinct++;
            }
        }
        return distinct;
    }

    private byte[] joined(List<Piece> pieces, int longest) {
        pieces.sort(Comparator.comparingInt(Piece::recipients).reversed());
        var octets = new byte[longest];
        int begin = longest;
        for (Piece piece : pieces) {
            if (piece.length() <= begin) {
                begin -= piece.length();
                windows.copy(piece.from(), octets, begin, piece.length());
            }
        }
        return Arrays.copyOfRange(octets, begin, longest);
    }

    private static int[] recipients(List<Sample> samples) {
        var numbers = new HashMap<String, Integer>();
        return samples.stream()
                .mapToInt(sample -> numbers.computeIfAbsent(sample.recipient(), name -> numbers.size()))
                .toArray();
    }
}
