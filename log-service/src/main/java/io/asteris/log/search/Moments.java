package io.asteris.log.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the moments that a search or an export names: a day of the site, of which the first instant counts, or a time. */
public final class Moments {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt].+");

    private static final int NANOS_OF_A_MILLI = 1_000_000;
    private static final long HIGHEST_MILLI = (1L << 47) - 1;
    private static final int RANDOM_BITS = 16;

    private Moments() {}

    /** Whether it names a whole day rather than a time. */
    public static boolean isDay(String value) {
        return DAY.matcher(value).matches();
    }

    /**
     * The moment: a day's first instant in that zone, which need not be midnight, or the instant of an RFC 3339 time.
     *
     * @throws DateTimeException when it is neither
     */
    public static Instant read(String value, ZoneId zone) {
        if (isDay(value)) {
            return LocalDate.parse(value).atStartOfDay(zone).toInstant();
        }
        if (TIME.matcher(value).matches()) {
            return OffsetDateTime.parse(value).toInstant();
        }
        throw new DateTimeException("neither a day nor a time");
    }

    /** The lowest message id of a moment, as {@code message_floor} in SQL. */
    public static UUID floor(Instant moment) {
        // Ids of a millisecond begin with it, so an instant within one counts from its next.
        long millis = moment.plusNanos(NANOS_OF_A_MILLI - 1).toEpochMilli();
        return new UUID(Math.clamp(millis, 0, HIGHEST_MILLI) << RANDOM_BITS, 0);
    }
}
