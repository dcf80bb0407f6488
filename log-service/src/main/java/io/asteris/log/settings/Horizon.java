package io.asteris.log.settings;

import io.asteris.contract.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Until when entries are hidden. It moves once per local date of the site, at 03:00: on a day that has no 03:00 at the moment
 * the clock goes on to, on a day that has two at the first. In between, and when a longer retention is chosen, it stands still.
 */
public final class Horizon {
    private static final LocalTime PURGE = LocalTime.of(3, 0);

    private Horizon() {}

    /**
     * What says how long a site's entries live.
     *
     * @param before held until the first 03:00 after {@code changedAt}
     * @param changedAt absent where the site set nothing
     * @param hiddenBefore what was hidden once and never comes back
     */
    public record Terms(
            Retention retention,
            @Nullable Retention before,
            @Nullable Instant changedAt,
            @Nullable Instant hiddenBefore) {

        /** What holds for a site that set nothing. */
        public static final Terms DEFAULTS = new Terms(LogSettings.DEFAULTS.retention(), null, null, null);

        /** The terms after another retention was chosen: it holds from the next purge on, and brings nothing back. */
        Terms changed(Retention chosen, ZoneId zone, Instant now) {
            return new Terms(chosen, inForce(this, zone, now), now, Horizon.of(this, zone, now));
        }

        /** The terms after a purge by hand: all older than the retention is hidden at once. */
        Terms purged(ZoneId zone, Instant now) {
            Instant hidden = Horizon.of(this, zone, now);
            Instant cut = retention == Retention.FOREVER ? hidden : now.minus(Duration.ofDays(retention.days()));
            return new Terms(retention, before, changedAt, cut.isAfter(hidden) ? cut : hidden);
        }
    }

    /** What was accepted before this is hidden. */
    public static Instant of(Terms terms, ZoneId zone, Instant now) {
        LocalDate date = lastPurge(zone, now);
        Retention retention = inForce(terms, at(date, zone));
        Instant hidden = terms.hiddenBefore() == null ? Instant.EPOCH : terms.hiddenBefore();
        if (retention == Retention.FOREVER) {
            return hidden;
        }
        Instant horizon = at(date.minusDays(retention.days()), zone);
        return horizon.isAfter(hidden) ? horizon : hidden;
    }

    /** The retention that the last purge went by. */
    public static Retention inForce(Terms terms, ZoneId zone, Instant now) {
        return inForce(terms, at(lastPurge(zone, now), zone));
    }

    /** The local date of the last purge. */
    public static LocalDate lastPurge(ZoneId zone, Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return at(today, zone).isAfter(now) ? today.minusDays(1) : today;
    }

    private static Retention inForce(Terms terms, Instant purge) {
        boolean tooYoung = terms.changedAt() != null && terms.changedAt().isAfter(purge);
        return tooYoung && terms.before() != null ? terms.before() : terms.retention();
    }

    private static Instant at(LocalDate date, ZoneId zone) {
        return ZonedDateTime.of(date, PURGE, zone).toInstant();
    }
}
