package io.asteris.log.entry;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a site may see of the log at one moment.
 *
 * @param classes the retention classes in which it has entries
 * @param horizon closed messages below this id are hidden; open ones never are
 */
public record Visible(SiteId site, List<Retention> classes, UUID horizon) {
    public Visible {
        classes = List.copyOf(classes);
    }

    /** Whether there is nothing at all. */
    public boolean isNothing() {
        return classes.isEmpty();
    }

    /**
     * The condition on table {@code entry}, of which parameter $1 is the site and $2 the horizon. Classes stand in the text, so
     * that the planner leaves out all other partitions even in a plan that it keeps.
     */
    public String sql() {
        return inClasses()
                + " AND entry.site = $1 AND recorded AND kind IS NOT NULL AND (entry.message >= $2 OR NOT closed)";
    }

    /** The classes as the database numbers them. */
    Short[] numbers() {
        return classes.stream().map(retention -> (short) retention.days()).toArray(Short[]::new);
    }

    /** The part of the condition that names the partitions. */
    String inClasses() {
        String numbers = classes.stream()
                .map(retention -> Integer.toString(retention.days()))
                .sorted()
                .collect(Collectors.joining(", "));
        return "entry.retention IN (" + numbers + ")";
    }
}
