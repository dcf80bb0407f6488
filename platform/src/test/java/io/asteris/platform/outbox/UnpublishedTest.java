package io.asteris.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnpublishedTest {
    private final Unpublished unpublished = new Unpublished();

    @Test
    void aLookCorrectsWhatWasNotCounted() {
        unpublished.measured(8, unpublished.moved());

        assertThat(unpublished.rows()).isEqualTo(8);
    }

    /** Counted, they would be refused room for seconds: a full backlog took 42 messages instead of 50. */
    @Test
    void rowsDeletedDuringTheLookAreNotCountedAgain() {
        // Given
        unpublished.add(8);
        long before = unpublished.moved();

        // When the table still holds them, and has lost them when the look ends
        for (int row = 0; row < 8; row++) {
            unpublished.add(-1);
            unpublished.cleaned();
        }
        unpublished.measured(8, before);

        // Then
        assertThat(unpublished.rows()).isZero();
    }

    @Test
    void theRowsOfACrashAreFoundUnderLoadToo() {
        // Given
        long before = unpublished.moved();
        unpublished.add(5);

        // When
        unpublished.measured(1_003, before);

        // Then
        assertThat(unpublished.rows()).isEqualTo(1_003);
    }
}
