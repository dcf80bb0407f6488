package io.asteris.ingest.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.event.RecipientReport.Classification;
import org.junit.jupiter.api.Test;

class PolicyTest {
    @Test
    void everyRowHasItsReasonAndNoTwoAreAboutTheSame() {
        assertThat(Policy.ROWS).allSatisfy(row -> assertThat(row.why()).isNotBlank());
        assertThat(Policy.ROWS.stream()
                        .map(row -> row.provider() + " " + row.event() + " " + row.detail())
                        .distinct())
                .hasSize(Policy.ROWS.size());
    }

    @Test
    void whatIsSoftOrTheSendersNeverSuppresses() {
        assertThat(Policy.ROWS)
                .filteredOn(row ->
                        row.classification() == Classification.SOFT || row.classification() == Classification.BLOCKED)
                .allSatisfy(row -> assertThat(row.suppression()).isEmpty());
    }

    @Test
    void aWordThatNobodyKnowsChangesNothing() {
        Meaning unknown = Policy.of(WebhookProvider.SES, "Levitated", "x");

        assertThat(unknown.outcome()).isNull();
        assertThat(unknown.suppression()).isEmpty();
    }
}
