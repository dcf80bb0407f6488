package io.asteris.log.export;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes moments as RFC 3339, remembering the days that it met last: of the rows of a file most lie in the same few. */
final class Moments {
    /** Octets that a moment takes, at most. */
    static final int LONGEST = 40;

    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final int NANOS_OF_A_MILLI = 1_000_000;
    private static final int REMEMBERED = 64;

    /** Up to the letter before the hour, for the years 0 to 9999. */
    private static final int DATE = "2026-01-01T".length();

    private final long[] days = new long[REMEMBERED];
    private final byte[][] dates = new byte[REMEMBERED][];

    /**
     * The same as {@link Instant#toString}.
     *
     * @return the place behind it
     */
    int write(Instant moment, byte[] into, int at) {
        long second = moment.getEpochSecond();
        int nanos = moment.getNano();
        byte[] date = date(moment, Math.floorDiv(second, SECONDS_OF_A_DAY));
        if (date.length == 0 || nanos % NANOS_OF_A_MILLI != 0) {
            return copied(Utf8.ascii(moment.toString()), into, at);
        }
        int ofDay = (int) Math.floorMod(second, (long) SECONDS_OF_A_DAY);
        int next = copied(date, into, at);
        next = twoDigits(ofDay / 3600, into, next);
        into[next++] = ':';
        next = twoDigits(ofDay / 60 % 60, into, next);
        into[next++] = ':';
        next = twoDigits(ofDay % 60, into, next);
        if (nanos != 0) {
            int millis = nanos / NANOS_OF_A_MILLI;
            into[next++] = '.';
            into[next++] = (byte) ('0' + millis / 100);
            next = twoDigits(millis % 100, into, next);
        }
        into[next++] = 'Z';
        return next;
    }

    /** Empty for a year that is not of four digits. */
    private byte[] date(Instant at, long day) {
        int place = (int) Math.floorMod(day, (long) REMEMBERED);
        byte[] known = dates[place];
        if (known == null || days[place] != day) {
            String whole = at.truncatedTo(ChronoUnit.DAYS).toString();
            known = Utf8.ascii(whole.length() == DATE + "00:00:00Z".length() ? whole.substring(0, DATE) : "");
            days[place] = day;
            dates[place] = known;
        }
        return known;
    }

    private static int copied(byte[] text, byte[] into, int at) {
        System.arraycopy(text, 0, into, at, text.length);
        return at + text.length;
    }

    private static int twoDigits(int number, byte[] into, int at) {
        into[at] = (byte) ('0' + number / 10);
        into[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }
}
