package io.asteris.log.stats;

import io.asteris.contract.SiteId;
import io.asteris.log.entry.Entry;
import io.asteris.log.fold.Standing;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By how much the counts change when entries do: the place that an entry leaves loses one, the place it comes to gains one. So
 * repeats, corrections and any order of facts end in the same counts.
 */
public final class Tally {
    private static final long QUARTER_SECONDS = 15 * 60;

    private final Map<Place, Integer> changes = new HashMap<>();

    /**
     * Where something is counted.
     *
     * @param quarter of an hour of acceptance: every zone's hours and days begin with one
     */
    record Place(SiteId site, Dimension dimension, Instant quarter, String key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int bySite = site.value().compareTo(other.site.value());
            int byDimension = bySite == 0 ? dimension.compareTo(other.dimension) : bySite;
            int byQuarter = byDimension == 0 ? quarter.compareTo(other.quarter) : byDimension;
            return byQuarter == 0 ? key.compareTo(other.key) : byQuarter;
        }
    }

    /**
     * Adds that an entry became another.
     *
     * @param before absent when there was none
     */
    public void add(@Nullable Entry before, Entry after) {
        if (before != null) {
            count(before, -1);
        }
        count(after, 1);
    }

    /** What changed, in an order in which two writers never wait for each other in a circle. */
    SortedMap<Place, Integer> changes() {
        var changed = new TreeMap<Place, Integer>();
        changes.forEach((place, by) -> {
            if (by != 0) {
                changed.put(place, by);
            }
        });
        return changed;
    }

    private void count(Entry entry, int by) {
        if (!entry.recorded() || entry.announcement() == null) {
            return;
        }
        Instant quarter = quarter(entry.message().instant());
        Standing standing = entry.standing();
        for (Dimension dimension : Dimension.values()) {
            for (String key : dimension.keys(entry, standing)) {
                changes.merge(new Place(entry.site(), dimension, quarter, key), by, Integer::sum);
            }
        }
    }

    private static Instant quarter(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), QUARTER_SECONDS) * QUARTER_SECONDS);
    }
}
