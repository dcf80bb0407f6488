package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How long a site's log entries live: one of a few classes, so that entries of one class fall together. */
public enum Retention {
    DAYS_7(7),
    DAYS_30(30),
    DAYS_60(60),
    DAYS_90(90),
    DAYS_180(180),
    FOREVER(0);

    private final int days;

    Retention(int days) {
        this.days = days;
    }

    /** How many days an entry lives; 0 for those that never fall. It is also the class's number in SQL. */
    public int days() {
        return days;
    }

    /** A number of days, or the word {@code forever}. */
    @JsonValue
    public Object json() {
        return this == FOREVER ? name().toLowerCase(Locale.ROOT) : days;
    }

    /**
     * Reads what {@link #json()} gives.
     *
     * @throws IllegalArgumentException for any other number or word
     */
    @JsonCreator
    public static Retention of(Object json) {
        return Arrays.stream(values())
                .filter(retention -> retention.json().equals(json))
                .findFirst()
                .orElseThrow(Retention::refusal);
    }

    /**
     * The class of that many days.
     *
     * @param days as {@link #days()} gives them
     * @throws IllegalArgumentException when there is no such class
     */
    public static Retention ofDays(int days) {
        for (Retention retention : values()) {
            if (retention.days == days) {
                return retention;
            }
        }
        throw refusal();
    }

    private static IllegalArgumentException refusal() {
        return new IllegalArgumentException("retention is 7, 30, 60, 90, 180 or \"forever\"");
    }
}
