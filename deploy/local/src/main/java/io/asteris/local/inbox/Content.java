package io.asteris.local.inbox;

import java.util.Arrays;

/** Collects the content of one message up to a limit, or only counts it. */
final class Content {
    private static final int FIRST_CAPACITY = 4096;

    private final boolean keep;
    private final int limit;
    private byte[] bytes;
    private long size;

    Content(boolean keep, int limit) {
        this.keep = keep;
        this.limit = limit;
        this.bytes = keep ? new byte[FIRST_CAPACITY] : new byte[0];
    }

    /** Adds {@code source[from, to)}; beyond the limit it is counted only. */
    void add(byte[] source, int from, int to) {
        int length = to - from;
        if (keep && size + length <= limit) {
            reserve((int) size + length);
            System.arraycopy(source, from, bytes, (int) size, length);
        }
        size += length;
    }

    boolean isTooLong() {
        return size > limit;
    }

    long size() {
        return size;
    }

    /** What was collected; empty when it is only counted. */
    byte[] toBytes() {
        return keep ? Arrays.copyOf(bytes, (int) size) : bytes;
    }

    private void reserve(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(limit, bytes.length * 2)));
        }
    }
}
