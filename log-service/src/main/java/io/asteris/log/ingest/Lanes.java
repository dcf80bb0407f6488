package io.asteris.log.ingest;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parts the messages of a batch into halves that are folded side by side: one transaction after another leaves the database idle while
 * we prepare and while it waits for its disk. A message is always in the same half, and each half has its own lock for each Kafka
 * partition, so whoever folds facts of the same message waits, and nobody else does.
 */
final class Lanes {
    /** More would wait for each other at the counts, which are the same few rows for all. */
    static final int COUNT = 2;

    private Lanes() {}

    /** The lane of a message: its last bits are random. */
    static int of(Incoming one) {
        return Math.floorMod(one.message().value().getLeastSignificantBits(), COUNT);
    }

    /** The numbers of the locks that a lane takes for records of these Kafka partitions. */
    static Set<Integer> numbers(Set<Integer> partitions, int lane) {
        return partitions.stream().map(partition -> partition * COUNT + lane).collect(Collectors.toSet());
    }
}
