package io.asteris.dispatcher.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandBackTest {
    /** Near the end of the monotonic clock's range, so that it runs over during a stretch. */
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final StandBack standBack = new StandBack();

    @Test
    void nobodyStandsBackForFewAnnouncements() {
        assertThat(standBack.ends(false, START)).isFalse();
        assertThat(standBack.applies(START)).isFalse();
    }

    @Test
    void claimsStandBackUntilFewAreLeft() {
        standBack.ends(true, START);
        assertThat(standBack.applies(after(2_999))).isTrue();

        assertThat(standBack.ends(false, after(2_999))).isTrue();
        assertThat(standBack.applies(after(2_999))).isFalse();
    }

    @Test
    void aFloodWithoutEndDoesNotEndAllCalls() {
        standBack.ends(true, START);
        standBack.ends(true, after(2_000));

        assertThat(standBack.applies(after(3_000))).isFalse();
        assertThat(standBack.ends(true, after(60_000))).isFalse();
        assertThat(standBack.applies(after(60_000))).isFalse();
    }

    @Test
    void theNextFloodHasAStretchOfItsOwn() {
        standBack.ends(true, START);
        standBack.ends(false, after(5_000));

        standBack.ends(true, after(6_000));

        assertThat(standBack.applies(after(8_999))).isTrue();
    }

    private static long after(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }
}
