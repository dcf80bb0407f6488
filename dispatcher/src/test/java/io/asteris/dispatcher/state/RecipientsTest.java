package io.asteris.dispatcher.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
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
    void aSkippedOneKeepsItsReason() {
        var recipients = new Recipients("tbpm");

        assertThat(recipients.at(1)).isEqualTo(RecipientState.SKIPPED);
        assertThat(recipients.owed()).containsExactly(2);
        assertThat(recipients.skips()).containsExactly(Map.entry(1, Skip.BOUNCE), Map.entry(3, Skip.MANUAL));
    }

    @Test
    void aReportOfOneThatWasOwedSpeaksForAllThatWereCalledWithIt() {
        assertThat(new Recipients("ppbr").proven(List.of(1)).letters()).isEqualTo("ttbr");
        assertThat(new Recipients("prrb").proven(List.of(2)).letters()).isEqualTo("prtb");
        assertThat(new Recipients("pp").proven(List.of(7)).letters()).isEqualTo("pp");
    }

    @Test
    void anUnknownLetterIsRefused() {
        assertThatThrownBy(() -> new Recipients("px")).isInstanceOf(IllegalArgumentException.class);
    }
}
