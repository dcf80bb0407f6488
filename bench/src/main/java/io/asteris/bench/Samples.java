package io.asteris.bench;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Grows with the times that one thread measures; boxing them would itself be load. */
public final class Samples {
    private static final int FIRST_SIZE = 4096;

    private long[] values = new long[FIRST_SIZE];
    private int size;

    /** Adds a time in nanoseconds. */
    public void add(long nanos) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = nanos;
    }

    LongStream values() {
        return Arrays.stream(values, 0, size);
    }
}
