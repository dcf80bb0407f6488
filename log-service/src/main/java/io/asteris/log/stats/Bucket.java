package io.asteris.log.stats;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What counts are added up over, and for how long a time one may ask. */
enum Bucket {
    HOUR(Duration.ofDays(31)),
    DAY(Duration.ofDays(800));

    private final Duration longest;

    Bucket(Duration longest) {
        this.longest = longest;
    }

    Duration longest() {
        return longest;
    }

    /** The word in SQL and in the API, lower-case. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Bucket> named(String word) {
        return Arrays.stream(values())
                .filter(bucket -> bucket.word().equals(word))
                .findFirst();
    }
}
