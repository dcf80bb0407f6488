package io.asteris.log.entry;

import java.time.Duration;

/** How long a read may take before it is given up. */
public enum Patience {
    /** Somebody waits for the page. */
    SEARCH(Duration.ofSeconds(2)),

    /** A thousand entries and more at once, of a file or a job that takes its time; still so short that a connection comes back. */
    BULK(Duration.ofSeconds(30));

    private final Duration longest;

    Patience(Duration longest) {
        this.longest = longest;
    }

    Duration longest() {
        return longest;
    }
}
