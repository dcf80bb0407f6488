package io.asteris.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.data.Interval;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void aDurationStaysAsLongAsItIsWhateverTheCalendarSays() {
        assertThat(Intervals.of(Duration.ofDays(180))).isEqualTo(Interval.of(0, 0, 0, 0, 0, 180 * 24 * 3_600));
        assertThat(Intervals.of(Duration.ofMillis(1_500))).isEqualTo(Interval.of(0, 0, 0, 0, 0, 1, 500_000));
    }
}
