package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moments in a file are written as everywhere else. */
class MomentsTest {
    @Test
    void theTextIsTheOneOfTheJdkWhateverWasWrittenBefore() {
        var moments = new Moments();
        byte[] into = new byte[3 + Moments.LONGEST];

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
            int end = moments.write(Instant.parse(at), into, 3);
            assertThat(new String(into, 3, end - 3, StandardCharsets.US_ASCII)).isEqualTo(at);
        }
    }
}
