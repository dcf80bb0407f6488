package io.asteris.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void ranksAreTakenOverAllThreads() {
        // Given
        var even = new Samples();
        var odd = new Samples();
        for (int i = 1; i <= 10_000; i++) {
            (i % 2 == 0 ? even : odd).add(TimeUnit.MILLISECONDS.toNanos(10_001L - i));
        }

        // When
        var percentiles = Percentiles.of(List.of(even, odd));

        // Then
        assertThat(percentiles.count()).isEqualTo(10_000);
        assertThat(percentiles.millis(50)).isEqualTo(5_000);
        assertThat(percentiles.millis(99)).isEqualTo(9_900);
        assertThat(percentiles.millis(100)).isEqualTo(10_000);
        assertThat(percentiles.millis(0)).isEqualTo(1);
    }

    @Test
    void oneSampleIsEveryPercentile() {
        // Given
        var samples = new Samples();
        samples.add(TimeUnit.MILLISECONDS.toNanos(7));

        // When
        var percentiles = Percentiles.of(List.of(samples));

        // Then
        assertThat(percentiles.millis(50)).isEqualTo(7);
        assertThat(percentiles.millis(99)).isEqualTo(7);
    }

    @Test
    void nothingMeasuredIsNoTime() {
        assertThat(Percentiles.of(List.of(new Samples())).millis(99)).isZero();
    }
}
