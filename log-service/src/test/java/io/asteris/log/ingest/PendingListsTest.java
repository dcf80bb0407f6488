package io.asteris.log.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingListsTest {
    @ParameterizedTest
    @CsvSource({"1, SHORT", "799, SHORT", "800, LONG", "1600, LONG", "2100, LONG"})
    void areLongWhereABatchIsHalfFull(int facts, PendingLists expected) {
        assertThat(PendingLists.of(facts, 1_600)).isEqualTo(expected);
    }
}
