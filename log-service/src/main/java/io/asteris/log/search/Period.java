package io.asteris.log.search;

import io.asteris.platform.http.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A time from a first instant to a last, which does not belong to it, as the parameters {@code from} and {@code to} name it: days
 * of the site, both of them meant whole, or RFC 3339 times.
 */
public record Period(Instant from, Instant to) {
    /**
     * The period.
     *
     * @throws ProblemException {@code 422} when one is missing or unreadable, or when it ends before it begins
     */
    public static Period read(@Nullable String from, @Nullable String to, ZoneId zone) {
        Period period = new Period(moment("from", from, zone, 0), moment("to", to, zone, 1));
        if (!period.from.isBefore(period.to)) {
            throw ProblemException.invalid("?to", "to lies before from");
        }
        return period;
    }

    private static Instant moment(String name, @Nullable String value, ZoneId zone, int daysOn) {
        if (value == null) {
            throw ProblemException.invalid(
                    "?" + name, name + " is needed: a day such as 2026-05-01, or a time such as 2026-05-01T09:30:00Z");
        }
        try {
            return Moments.isDay(value)
                    ? LocalDate.parse(value).plusDays(daysOn).atStartOfDay(zone).toInstant()
                    : Moments.read(value, zone);
        } catch (DateTimeException neither) {
            throw ProblemException.invalid(
                    "?" + name, name + " is a day such as 2026-05-01 or a time such as 2026-05-01T09:30:00Z");
        }
    }
}
