package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moments in a file are written as everywhere else. */
class MomentsTest {
    @Test
    void theTextIsTheOneOfTheJdkWhateverWasWrittenBefore() {
        var moments = new Moments();

        for (String at : List.of(
                "2026-03-01T10:00:00Z",
                "2026-03-01T10:00:59.999Z",
                "2026-03-01T10:00:07.010Z",
                "2026-03-01T10:01:00.100Z",
                "2026-03-01T09:59:59.001Z",
                "2026-03-01T09:59:59.001002Z",
                "1969-12-31T23:59:59.500Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.900Z",
                "+10000-01-01T00:00:01Z")) {
            assertThat(moments.text(Instant.parse(at))).isEqualTo(at);
        }
    }
}
