package io.asteris.dispatcher.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentBudgetTest {
    @Test
    void whatDoesNotFitWaitsForItsTurn() {
        // Given
        var budget = new ContentBudget(100);
        List<String> admitted = new ArrayList<>();
        budget.take(60).subscribe().with(room -> admitted.add("first"));
        budget.take(60).subscribe().with(room -> admitted.add("second"));
        budget.take(10).subscribe().with(room -> admitted.add("third"));
        assertThat(admitted).containsExactly("first");

        // When
        budget.giveBack(60);

        // Then
        assertThat(admitted).containsExactly("first", "second", "third");
    }

    @Test
    void aMessageLargerThanTheBudgetGoesAlone() {
        var budget = new ContentBudget(100);
        List<String> admitted = new ArrayList<>();

        budget.take(5_000).subscribe().with(room -> admitted.add("huge"));
        budget.take(1).subscribe().with(room -> admitted.add("small"));
        assertThat(admitted).containsExactly("huge");

        budget.giveBack(5_000);
        assertThat(admitted).containsExactly("huge", "small");
    }
}
