package io.asteris.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** The monotonic clock; it starts anywhere, and so near its end that it runs over during the tests. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

    private final DatabaseClock clock = new DatabaseClock(nanos::get);

    @Test
    void refusesToBeAskedBeforeItLearnedTheTime() {
        assertThatThrownBy(clock::now)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before it was learned");
    }

    @Test
    void theAnswerHeldInTheMiddleOfItsRoundTrip() {
        // When
        learn(NOON, Duration.ofMillis(10));
        // Then
        assertThat(clock.now()).isEqualTo(NOON.plusMillis(5));
    }

    @Test
    void goesOnWithTheMonotonicClockBetweenReadings() {
        // Given
        learn(NOON, Duration.ZERO);
        // When
        pass(Duration.ofSeconds(59));
        // Then
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(59));
        assertThat(clock.instant()).isEqualTo(clock.now());
    }

    @Test
    void isSetForwardByALaterReading() {
        // Given
        learn(NOON, Duration.ZERO);
        pass(Duration.ofMinutes(1));
        // When
        learn(NOON.plusSeconds(90), Duration.ZERO);
        // Then
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void waitsOutASmallStepBack() {
        // Given
        learn(NOON, Duration.ZERO);
        assertThat(clock.now()).isEqualTo(NOON);
        // When
        learn(NOON.minusSeconds(2), Duration.ZERO);
        pass(Duration.ofSeconds(1));
        // Then
        assertThat(clock.now()).isEqualTo(NOON);
        pass(Duration.ofSeconds(3));
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void whoAsksWhileTheClockIsSetBackDoesNotBringTheOldTimeBack() throws InterruptedException {
        // Given
        Instant threeHoursBefore = NOON.minus(Duration.ofHours(3));
        var whileAsked = new AtomicReference<Thread>();
        var asked = new DatabaseClock(() -> {
            letRunShortly(whileAsked.getAndSet(null));
            return nanos.get();
        });
        asked.learn(NOON, nanos.get(), nanos.get());
        Thread learns = new Thread(() -> asked.learn(threeHoursBefore, nanos.get(), nanos.get()));
        whileAsked.set(learns);
        // When
        asked.now();
        learns.join();
        // Then
        assertThat(asked.now()).isEqualTo(threeHoursBefore);
    }

    @Test
    void followsADatabaseThatWasSetBackByHours() {
        // Given
        learn(NOON, Duration.ZERO);
        assertThat(clock.now()).isEqualTo(NOON);
        // When
        learn(NOON.minus(Duration.ofHours(3)), Duration.ZERO);
        // Then
        assertThat(clock.now()).isEqualTo(NOON.minus(Duration.ofHours(3)));
    }

    @Test
    void keepsTheEarlierReadingWhenALaterOneTookTooLong() {
        // Given
        learn(NOON, Duration.ZERO);
        // When
        boolean taken = learn(NOON.plusSeconds(60), Duration.ofSeconds(3));
        // Then
        assertThat(taken).isFalse();
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(3));
    }

    private boolean learn(Instant database, Duration roundTrip) {
        long before = nanos.get();
        pass(roundTrip);
        return clock.learn(database, before, nanos.get());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Long enough for it to end, if it need not wait for the caller. */
    private static void letRunShortly(@Nullable Thread other) {
        if (other != null) {
            other.start();
            try {
                other.join(Duration.ofMillis(200));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
