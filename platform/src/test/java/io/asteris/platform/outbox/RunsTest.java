package io.asteris.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.kafka.OutgoingEvent;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunsTest {
    @Test
    void noKeyComesTwiceInARunAndNothingIsLeftOutOrMoved() {
        List<OutgoingEvent> rows =
                Stream.of("a", "b", "a", "c", "c", "b").map(RunsTest::row).toList();

        List<List<OutgoingEvent>> runs = OutboxSweep.runs(rows);

        assertThat(runs.stream().map(run -> run.stream().map(OutgoingEvent::key).toList()))
                .containsExactly(List.of("a", "b"), List.of("a", "c"), List.of("c", "b"));
        assertThat(runs.stream().flatMap(List::stream)).containsExactlyElementsOf(rows);
    }

    private static OutgoingEvent row(String key) {
        return new OutgoingEvent(UUID.randomUUID(), "suppressions", key, "t", "s", new byte[0], null);
    }
}
