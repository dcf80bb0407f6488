package io.asteris.dispatcher.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Duration BASE = Duration.ofSeconds(30);
    private static final Duration CAP = Duration.ofHours(1);

    @Test
    void theBoundDoublesUpToTheCap() {
        var longest = new RetrySchedule(BASE, CAP, () -> 1.0);

        assertThat(longest.after(1, null)).isEqualTo(BASE);
        assertThat(longest.after(2, null)).isEqualTo(Duration.ofMinutes(1));
        assertThat(longest.after(7, null)).isEqualTo(Duration.ofMinutes(32));
        assertThat(longest.after(8, null)).isEqualTo(CAP);
        assertThat(longest.after(10_000, null)).isEqualTo(CAP);
    }

    @Test
    void theJitterTakesTheWholeRange() {
        assertThat(new RetrySchedule(BASE, CAP, () -> 0.0).after(3, null)).isEqualTo(Duration.ZERO);
        assertThat(new RetrySchedule(BASE, CAP, () -> 0.5).after(3, null)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatTheProviderAsksForWinsUpToSixHours() {
        var schedule = new RetrySchedule(BASE, CAP, () -> 1.0);

        assertThat(schedule.after(1, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(schedule.after(1, Duration.ofHours(2))).isEqualTo(Duration.ofHours(2));
        assertThat(schedule.after(1, Duration.ofDays(3))).isEqualTo(Duration.ofHours(6));
    }
}
