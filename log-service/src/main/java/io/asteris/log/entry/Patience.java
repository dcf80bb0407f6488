package io.asteris.log.entry;

import java.time.Duration;

/** How long a read may take before it is given up, and whether its plan is kept. */
public enum Patience {
    /** Somebody waits for the page. */
    SEARCH(Duration.ofSeconds(2)),

    /** A thousand entries and more at once, of a file or a job that takes its time; still so short that a connection comes back. */
    BULK(Duration.ofSeconds(30)),

    /**
     * The same, one page of very many. They keep one plan: made anew for each, it took a quarter of the database's time, and grows with the
     * weeks that a class has.
     */
    PAGES(Duration.ofSeconds(30), "force_generic_plan");

    private final Duration longest;
    private final String plans;

    Patience(Duration longest) {
        this(longest, "auto");
    }

    Patience(Duration longest, String plans) {
        this.longest = longest;
        this.plans = plans;
    }

    Duration longest() {
        return longest;
    }

    /** The database's {@code plan_cache_mode}. */
    String plans() {
        return plans;
    }
}
