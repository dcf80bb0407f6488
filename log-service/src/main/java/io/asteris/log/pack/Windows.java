package io.asteris.log.pack;

import java.util.Arrays;
import java.util.List;

/** All windows of a few octets in some texts, those alike together. */
final class Windows {
    /** So long that matching it is worth a reference, so short that it fits between what differs. */
    static final int WIDTH = 12;

    /** Octets of all texts together: a place must fit into {@link #PLACE_BITS}. */
    static final int LONGEST = 1 << 20;

    private static final int PLACE_BITS = 20;
    private static final long PLACE = LONGEST - 1L;
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private final byte[] text;
    private final int[] starts;
    private final short[] sampleAt;

    /** A hash of the window with its place in the lowest bits, sorted. */
    private final long[] places;

    private final int[] groupAt;
    private final int[] groupStarts;

    Windows(List<Sample> samples) {
        starts = new int[samples.size() + 1];
        for (int i = 0; i < samples.size(); i++) {
            starts[i + 1] = starts[i] + samples.get(i).octets().length;
        }
        if (starts[samples.size()] > LONGEST || samples.size() > Short.MAX_VALUE) {
            throw new IllegalArgumentException("too many samples, or more than " + LONGEST + " octets together");
        }
        text = new byte[starts[samples.size()]];
        sampleAt = new short[text.length];
        for (int i = 0; i < samples.size(); i++) {
            byte[] octets = samples.get(i).octets();
            System.arraycopy(octets, 0, text, starts[i], octets.length);
            Arrays.fill(sampleAt, starts[i], starts[i + 1], (short) i);
        }
        places = hashed();
        groupAt = new int[text.length];
        groupStarts = new int[groups() + 1];
        group();
    }

    /** How many different windows there are. */
    int groups() {
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            count += begins(i) ? 1 : 0;
        }
        return count;
    }

    /** Where a text begins. */
    int start(int sample) {
        return starts[sample];
    }

    /** Where its last window begins; before its start when it has none. */
    int last(int sample) {
        return starts[sample + 1] - WIDTH;
    }

    /** The text that has this place. */
    int sample(int place) {
        return sampleAt[place];
    }

    /** A number that windows alike have in common, and hardly any others. */
    int group(int place) {
        return groupAt[place];
    }

    /** The first window of each text that is the same as the one there. */
    int[] firstPlaces(int like) {
        int group = groupAt[like];
        int[] found = new int[starts.length];
        int count = 0;
        int sample = -1;
        for (int i = groupStarts[group]; i < groupStarts[group + 1]; i++) {
            int place = (int) (places[i] & PLACE);
            if (sampleAt[place] != sample && Arrays.equals(text, place, place + WIDTH, text, like, like + WIDTH)) {
                sample = sampleAt[place];
                found[count++] = place;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Whether the text has an octet so far behind that place. */
    boolean reaches(int place, int distance) {
        return place + distance < starts[sampleAt[place] + 1];
    }

    /** Those of the places that have the same octet as another one so far behind them. */
    int[] goingOn(int[] of, int like, int distance) {
        int[] found = new int[of.length];
        int count = 0;
        for (int place : of) {
            if (reaches(place, distance) && text[place + distance] == text[like + distance]) {
                found[count++] = place;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Copies octets from that place on. */
    void copy(int place, byte[] to, int at, int length) {
        System.arraycopy(text, place, to, at, length);
    }

    private long[] hashed() {
        long leaving = 1;
        for (int i = 1; i < WIDTH; i++) {
            leaving *= BASE;
        }
        var found = new long[windows()];
        int count = 0;
        for (int sample = 0; sample + 1 < starts.length; sample++) {
            long hash = 0;
            for (int at = starts[sample]; at < starts[sample + 1]; at++) {
                int first = at - WIDTH + 1;
                if (first > starts[sample]) {
                    hash -= text[first - 1] * leaving;
                }
                hash = hash * BASE + text[at];
                if (first >= starts[sample]) {
                    found[count++] = hash << PLACE_BITS | first;
                }
            }
        }
        Arrays.sort(found);
        return found;
    }

    private int windows() {
        int count = 0;
        for (int sample = 0; sample + 1 < starts.length; sample++) {
            count += Math.max(0, last(sample) - start(sample) + 1);
        }
        return count;
    }

    private void group() {
        int group = -1;
        for (int i = 0; i < places.length; i++) {
            if (begins(i)) {
                groupStarts[++group] = i;
            }
            groupAt[(int) (places[i] & PLACE)] = group;
        }
        groupStarts[group + 1] = places.length;
    }

    /** Whether a window is another than the one before it. */
    private boolean begins(int i) {
        return i == 0 || places[i] >>> PLACE_BITS != places[i - 1] >>> PLACE_BITS;
    }
}
