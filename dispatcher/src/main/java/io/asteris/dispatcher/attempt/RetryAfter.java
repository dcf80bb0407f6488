package io.asteris.dispatcher.attempt;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how long a provider wants us to wait (RFC 9110 10.2.3), fractions of a second included, which some give. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final int MILLIS = 1_000;

    private RetryAfter() {}

    /** The wait that a header asks for; empty when it cannot be read. */
    public static Optional<Duration> read(String header) {
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * MILLIS)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            // The date is by the provider's clock and so is the one thing for which the host's is good enough.
            Duration wait = Duration.between(Instant.now(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
