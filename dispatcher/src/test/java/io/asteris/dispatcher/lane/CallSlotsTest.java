package io.asteris.dispatcher.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CallSlotsTest {
    @Test
    void aClaimAsksForTheFreeSlotsAndOnlyOneIsUnderWay() {
        // Given
        var slots = new CallSlots(16);
        slots.workArrived();

        // When
        int first = slots.take();
        slots.workArrived();
        int whileUnderWay = slots.take();

        // Then
        assertThat(first).isEqualTo(16);
        assertThat(whileUnderWay).isZero();
    }

    @Test
    void workThatArrivesDuringAClaimIsClaimedAfterIt() {
        var slots = new CallSlots(16);
        slots.workArrived();
        int asked = slots.take();
        slots.workArrived();

        slots.claimed(asked, 0);

        assertThat(slots.take()).isEqualTo(16);
    }

    @Test
    void aClaimThatWasNotFilledEndsTheSearch() {
        var slots = new CallSlots(16);
        slots.workArrived();
        slots.claimed(slots.take(), 3);

        assertThat(slots.busy()).isEqualTo(3);
        assertThat(slots.take()).isZero();
    }

    @Test
    void afterSlowingDownItBeginsWithOneCallAndGrowsWithEachThatGoesWell() {
        // Given
        var slots = new CallSlots(16);
        slots.workArrived();
        slots.claimed(slots.take(), 16);
        slots.slow();

        // When
        for (int i = 0; i < 16; i++) {
            slots.release();
        }

        // Then
        assertThat(slots.take()).isEqualTo(1);
        slots.claimed(1, 1);
        slots.release();
        slots.quicken();
        assertThat(slots.take()).isEqualTo(2);
    }

    @Test
    void noOrderOfEventsClaimsMoreThanMayBeCalled() {
        var random = new Random(7);
        var slots = new CallSlots(4);
        int asked = 0;
        for (int i = 0; i < 20_000; i++) {
            int before = slots.busy();
            switch (random.nextInt(6)) {
                case 4 -> slots.slow();
                case 5 -> slots.quicken();
                case 0 -> slots.workArrived();
                case 1 -> asked += slots.take();
                case 2 -> {
                    if (asked > 0) {
                        slots.claimed(asked, random.nextInt(asked + 1));
                        asked = 0;
                    }
                }
                default -> {
                    if (before > asked) {
                        slots.release();
                    }
                }
            }
            assertThat(slots.busy()).isBetween(0, 4);
        }
    }
}
