package io.asteris.log.export;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes moments as RFC 3339, remembering the days that it met last: of the rows of a file most lie in the same few. */
final class Moments {
    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final int NANOS_OF_A_MILLI = 1_000_000;
    private static final int REMEMBERED = 64;

    /** Up to the letter before the hour, for the years 0 to 9999. */
    private static final int DATE = "2026-01-01T".length();

    private final long[] days = new long[REMEMBERED];
    private final String[] dates = new String[REMEMBERED];

    /** The same as {@link Instant#toString}. */
    String text(Instant at) {
        int nanos = at.getNano();
        String date = date(at);
        if (date.isEmpty() || nanos % NANOS_OF_A_MILLI != 0) {
            return at.toString();
        }
        int second = (int) Math.floorMod(at.getEpochSecond(), (long) SECONDS_OF_A_DAY);
        var text = new StringBuilder(DATE + "00:00:00.000Z".length()).append(date);
        twoDigits(text, second / 3600);
        twoDigits(text.append(':'), second / 60 % 60);
        twoDigits(text.append(':'), second % 60);
        if (nanos != 0) {
            int millis = nanos / NANOS_OF_A_MILLI;
            text.append('.').append((char) ('0' + millis / 100));
            twoDigits(text, millis % 100);
        }
        return text.append('Z').toString();
    }

    /** Empty for a year that is not of four digits. */
    private String date(Instant at) {
        long day = Math.floorDiv(at.getEpochSecond(), SECONDS_OF_A_DAY);
        int place = (int) Math.floorMod(day, (long) REMEMBERED);
        String known = dates[place];
        if (known == null || days[place] != day) {
            String whole = at.truncatedTo(ChronoUnit.DAYS).toString();
            known = whole.length() == DATE + "00:00:00Z".length() ? whole.substring(0, DATE) : "";
            days[place] = day;
            dates[place] = known;
        }
        return known;
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
