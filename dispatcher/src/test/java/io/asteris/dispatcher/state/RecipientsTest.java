package io.asteris.dispatcher.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecipientsTest {
    @Test
    void aSettledRecipientKeepsItsState() {
        // Given
        var recipients = Recipients.pending(3).with(1, RecipientState.TAKEN);

        // When
        var after = recipients.with(1, RecipientState.REFUSED).withOwed(RecipientState.CANCELLED);

        // Then
        assertThat(after.letters()).isEqualTo("ctc");
    }

    @Test
    void onlyPendingOnesAreOwed() {
        assertThat(new Recipients("ptrsc").owed()).containsExactly(0);
        assertThat(new Recipients("trsc").isAnyOwed()).isFalse();
    }

    @Test
    void anUnknownLetterIsRefused() {
        assertThatThrownBy(() -> new Recipients("px")).isInstanceOf(IllegalArgumentException.class);
    }
}
