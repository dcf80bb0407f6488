package io.asteris.ingest.provider;

import io.asteris.ingest.WebhooksConfig;
import io.asteris.platform.database.DatabaseClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The window in which the time of a signature has to lie, by the database's clock. */
@ApplicationScoped
public class Freshness {
    private final DatabaseClock clock;
    private final Duration back;
    private final Duration ahead;

    Freshness(DatabaseClock clock, WebhooksConfig config) {
        this.clock = clock;
        this.back = config.freshness();
        this.ahead = config.ahead();
    }

    /** Whether these Unix seconds, as text, lie in the window. */
    public boolean holdsSeconds(@Nullable String seconds) {
        try {
            return seconds != null && holds(Instant.ofEpochSecond(Long.parseLong(seconds.strip())));
        } catch (NumberFormatException | DateTimeException noTime) {
            return false;
        }
    }

    /** Whether this RFC 3339 time, as text, lies in the window. */
    public boolean holdsTime(@Nullable String time) {
        try {
            return time != null && holds(Instant.parse(time));
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    private boolean holds(Instant signed) {
        Duration age = Duration.between(signed, clock.now());
        return age.compareTo(back) <= 0 && age.negated().compareTo(ahead) <= 0;
    }
}
