package io.asteris.gateway.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads how long a caller prefers to wait for the result: {@code Prefer: wait=10} (RFC 7240 4.3). */
public final class PreferredWait {
    /** Longer than any proxy in between likes to be silent. */
    private static final long LONGEST_SECONDS = 25;

    private PreferredWait() {}

    /** The wait asked for, at most 25 s; empty when none is asked for. What cannot be understood is ignored (RFC 7240 2). */
    public static Optional<Duration> read(List<String> headers) {
        for (String header : headers) {
            for (String preference : header.split(",", -1)) {
                String[] nameAndValue = preference.split(";", 2)[0].split("=", 2);
                if (nameAndValue.length == 2
                        && nameAndValue[0].strip().toLowerCase(Locale.ROOT).equals("wait")) {
                    return seconds(nameAndValue[1].strip().replace("\"", ""));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> seconds(String text) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long seconds = Math.min(LONGEST_SECONDS, Long.parseLong(text));
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
