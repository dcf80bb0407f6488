package io.asteris.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ClockKeeperTest {
    @Inject
    DatabaseClock clock;

    TestClock testClock;
    Sql sql;

    @AfterEach
    void restore() {
        testClock.restore(clock);
    }

    @Test
    void tellsTheDatabasesTimeThoughItIsDaysFromTheHosts() {
        // When
        testClock.set(Duration.ofDays(40));
        // Then
        Awaitility.await()
                .untilAsserted(() -> assertThat(clock.now()).isCloseTo(databaseNow(), within(1, ChronoUnit.SECONDS)));
        assertThat(databaseNow()).isAfter(Instant.now().plus(Duration.ofDays(39)));
    }

    @Test
    void followsTheDatabaseBackToTheTrueTime() {
        // Given
        testClock.set(Duration.ofDays(3));
        Awaitility.await().untilAsserted(() -> assertThat(clock.now())
                .isAfter(Instant.now().plus(Duration.ofDays(2))));
        // When
        testClock.set(Duration.ZERO);
        // Then
        Awaitility.await()
                .untilAsserted(() -> assertThat(clock.now()).isCloseTo(databaseNow(), within(1, ChronoUnit.SECONDS)));
    }

    private Instant databaseNow() {
        return ((Timestamp) sql.rows("SELECT asteris.asteris_now() AS now")
                        .getFirst()
                        .get("now"))
                .toInstant();
    }
}
