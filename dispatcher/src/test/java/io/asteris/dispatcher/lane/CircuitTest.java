package io.asteris.dispatcher.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void nineteenFailuresSayLessThanTwenty() {
        var circuit = new Circuit();

        for (int i = 1; i < 20; i++) {
            assertThat(circuit.breaks(true, i * SECOND)).isFalse();
        }
        assertThat(circuit.breaks(true, 20 * SECOND)).isTrue();
    }

    @Test
    void lessThanHalfDoesNotBreakIt() {
        var circuit = new Circuit();

        for (int i = 0; i < 400; i++) {
            assertThat(circuit.breaks(i % 5 < 2, i * SECOND / 20)).isFalse();
        }
        for (int i = 0; i < 200; i++) {
            if (circuit.breaks(true, 20 * SECOND)) {
                assertThat(i).isGreaterThan(50);
                return;
            }
        }
        throw new AssertionError("half of the calls failed and the circuit did not break");
    }

    @Test
    void whatIsOlderThanHalfAMinuteIsForgotten() {
        var circuit = new Circuit();

        for (int i = 0; i < 19; i++) {
            assertThat(circuit.breaks(true, SECOND)).isFalse();
        }
        assertThat(circuit.breaks(true, 31 * SECOND)).isFalse();
    }

    @Test
    void aBrokenOneCountsAnew() {
        var circuit = new Circuit();
        for (int i = 0; i < 19; i++) {
            assertThat(circuit.breaks(true, SECOND)).isFalse();
        }
        assertThat(circuit.breaks(true, SECOND)).isTrue();

        assertThat(circuit.breaks(true, SECOND)).isFalse();
    }
}
