package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.attempt.RetryAfter;
import io.asteris.platform.egress.HttpResult;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How long an answer asks us to wait, wherever it says so. A time is measured by the provider's clock where the answer shows it. */
public final class Waits {
    private Waits() {}

    /** The wait of the header {@code Retry-After}. */
    public static Optional<Duration> retryAfter(HttpResult.Answered answered) {
        Optional<String> header = answered.header("retry-after");
        return header.flatMap(Waits::time)
                .flatMap(time -> until(answered, time))
                .or(() -> header.flatMap(RetryAfter::read))
                .filter(Duration::isPositive);
    }

    /** The wait until the Unix time that a header gives in seconds. */
    public static Optional<Duration> untilSeconds(HttpResult.Answered answered, String header) {
        try {
            return answered.header(header)
                    .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds.strip())))
                    .flatMap(time -> until(answered, time));
        } catch (NumberFormatException | DateTimeException none) {
            return Optional.empty();
        }
    }

    /** The wait until that time; empty when it has passed, for then the schedule knows better. */
    public static Optional<Duration> until(HttpResult.Answered answered, Instant time) {
        Instant now = answered.header("date").flatMap(Waits::time).orElseGet(Instant::now);
        return Optional.of(Duration.between(now, time)).filter(Duration::isPositive);
    }

    /** A time as HTTP and mail write it, such as {@code Mon, 20 Dec 2021 20:33:21 UTC}. */
    public static Optional<Instant> time(String text) {
        try {
            String gmt = text.strip().replaceFirst("UTC$", "GMT");
            return Optional.of(ZonedDateTime.parse(gmt, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
