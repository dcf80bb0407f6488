package io.asteris.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a limit of 60 a minute lets through, with time moved by hand. */
class TokenBucketTest {
    private static final int PER_MINUTE = 60;

    private final TokenBucket bucket = new TokenBucket(PER_MINUTE, at(0));

    @Test
    void aMinutesWorthPassesAtOnceAndThenOneASecond() {
        assertThat(bucket.take(PER_MINUTE, at(0))).isZero();
        assertThat(bucket.take(1, at(0))).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.take(1, at(1))).isZero();
        assertThat(bucket.take(1, at(1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsRefusedIsNotCounted() {
        bucket.take(50, at(0));
        assertThat(bucket.take(11, at(0))).isPositive();
        assertThat(bucket.left(at(0))).isEqualTo(10);
    }

    @Test
    void idleTimeSavesNoMoreThanAMinute() {
        bucket.take(PER_MINUTE, at(0));
        assertThat(bucket.left(at(3_600))).isEqualTo(PER_MINUTE);
    }

    @Test
    void aBatchLargerThanAMinutesWorthPassesWhenFullAndIsWorkedOff() {
        assertThat(bucket.take(3 * PER_MINUTE, at(0))).isZero();
        assertThat(bucket.left(at(0))).isZero();
        assertThat(bucket.take(1, at(119))).isPositive();
        assertThat(bucket.take(1, at(121))).isZero();
    }

    @Test
    void whatIsGivenBackMayPassAgain() {
        bucket.take(PER_MINUTE, at(0));
        bucket.give(1);
        assertThat(bucket.take(1, at(0))).isZero();
        assertThat(bucket.untilFull(at(0))).isEqualTo(Duration.ofMinutes(1));
    }

    private static long at(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
