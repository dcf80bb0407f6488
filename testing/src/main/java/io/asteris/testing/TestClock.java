package io.asteris.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Moves {@code asteris_now()}, and with it the time of every service: at once in SQL, after at most a fifth of a second in
 * {@code DatabaseClock}. The partitions of the new time are made. {@link #restore} when done, best in {@code @AfterEach}.
 */
public final class TestClock {
    private static final int DAYS_AHEAD = 8;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Sql sql;

    TestClock(Sql sql) {
        this.sql = sql;
    }

    /** Sets the clock this far ahead of the true time, or behind it when negative. */
    public void set(Duration ahead) {
        sql.execute("""
                CREATE OR REPLACE FUNCTION asteris.asteris_now() RETURNS timestamptz
                    LANGUAGE sql STABLE PARALLEL SAFE
                    RETURN statement_timestamp() + interval '%d microseconds'
                """.formatted(ahead.toNanos() / 1_000));
        sql.execute(
                "SELECT content.ensure_partitions((asteris.asteris_now() AT TIME ZONE 'UTC')::date, ?)", DAYS_AHEAD);
    }

    /** Brings back the true time, and waits until that clock of a service has learned it: the next test must not meet the old one. */
    public void restore(InstantSource service) {
        sql.execute("""
                CREATE OR REPLACE FUNCTION asteris.asteris_now() RETURNS timestamptz
                    LANGUAGE sql STABLE PARALLEL SAFE
                    RETURN statement_timestamp()
                """);
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        Duration.between(Instant.now(), service.instant()).abs().compareTo(CLOSE) < 0);
    }
}
