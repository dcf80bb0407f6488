package io.asteris.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.InstantRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentReaderTest {
    private record Told(Instant at) {}

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll @InstantRange(min = "0001-01-01T00:00:00Z", max = "9999-12-31T23:59:59.999999999Z") Instant at) {
        assertThat(Json.read(Json.write(new Told(at)), Told.class)).isEqualTo(new Told(at));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-03-01T10:00:00\"",
                "\"2026-03-01\"",
                "\"2026-02-30T10:00:00Z\"",
                "\"2026-03-01T10:00:60Z\"",
                "\"2026-03-01T10:00:00.1234567890Z\"",
                "\"\"",
                "\"yesterday\"",
                "1767225600",
                "{}",
                "[]"
            })
    void whatIsNoTimeIsRefusedAndNotQuoted(String json) {
        byte[] told = ("{\"at\":" + json + "}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(told, Told.class))
                .isInstanceOf(Json.UnreadableJsonException.class)
                .hasMessageNotContaining("2026");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T12:00:00.5+02:00", "2026-03-01T10:00:00.500000000Z"})
    void otherFormsOfRfc3339AreTheSameMoment(String text) {
        byte[] told = ("{\"at\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);

        assertThat(Json.read(told, Told.class).at()).isEqualTo(Instant.parse("2026-03-01T10:00:00.5Z"));
    }
}
