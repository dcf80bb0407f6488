package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.log.search.Filter;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids of which a list still has to be read.
 *
 * @param first the lowest
 * @param beyond the one that all are below
 */
record Stretch(UUID first, UUID beyond, boolean newestFirst) {
    private static final long MILLIS_OF_A_WEEK = 7L * 24 * 60 * 60 * 1000;

    /** The epoch began on a Thursday. */
    private static final long EPOCH_AFTER_MONDAY = 3L * 24 * 60 * 60 * 1000;

    private static final int RANDOM_BITS = 16;

    /** What a filter can find from a place on. */
    static Stretch of(Filter filter, Place place) {
        MessageId after = place.after();
        if (after == null) {
            return new Stretch(filter.from(), filter.beyond(), place.newestFirst());
        }
        return place.newestFirst()
                ? new Stretch(filter.from(), lower(filter.beyond(), after.value()), true)
                : new Stretch(higher(filter.from(), next(after.value())), filter.beyond(), false);
    }

    boolean isEmpty() {
        return first.compareTo(beyond) >= 0;
    }

    /** What is left once all up to that id, and it, was read. */
    Stretch behind(UUID read) {
        return newestFirst ? new Stretch(first, read, true) : new Stretch(next(read), beyond, false);
    }

    /** The part up to that id, and it. */
    Stretch upTo(UUID last) {
        return newestFirst ? new Stretch(last, beyond, true) : new Stretch(first, next(last), false);
    }

    /**
     * The next so many weeks of it, from the one on in which a moment within it lies: whole weeks of UTC, as most partitions are, so
     * that none is asked twice.
     */
    Stretch weeks(long weeks, UUID start) {
        long millis = start.getMostSignificantBits() >>> RANDOM_BITS;
        long edge = newestFirst ? monday(millis - 1, 1 - weeks) : monday(millis, weeks);
        if (edge <= 0) {
            return this;
        }
        var floor = new UUID(edge << RANDOM_BITS, 0);
        return newestFirst
                ? new Stretch(higher(first, floor), beyond, true)
                : new Stretch(first, lower(beyond, floor), false);
    }

    /** When the week begins that is so many after that of a moment. */
    private static long monday(long millis, long weeks) {
        return (Math.floorDiv(millis + EPOCH_AFTER_MONDAY, MILLIS_OF_A_WEEK) + weeks) * MILLIS_OF_A_WEEK
                - EPOCH_AFTER_MONDAY;
    }

    /** What is left behind a part of it; empty when the part reached the end. */
    Optional<Stretch> without(Stretch part) {
        var rest = newestFirst ? new Stretch(first, part.first, true) : new Stretch(part.beyond, beyond, false);
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    }

    private static UUID next(UUID id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + 1);
    }

    private static UUID lower(UUID one, UUID other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static UUID higher(UUID one, UUID other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
