package io.asteris.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    record Inner(String word) {}

    record Outer(
            String name, int count, boolean flag, @Nullable Instant dueAt, List<Inner> inner) {}

    @Test
    void aBodyOfTheRightFormIsRead() {
        Outer read = read(
                "{\"name\":\"n\",\"count\":1,\"flag\":true,\"due_at\":\"2026-01-01T00:00:00Z\",\"inner\":[{\"word\":\"w\"}]}");

        assertThat(read)
                .isEqualTo(new Outer("n", 1, true, Instant.parse("2026-01-01T00:00:00Z"), List.of(new Inner("w"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "nonsense",
                "{\"name\":\"a\"} {}",
                "{\"name\":\"\u0001\"}",
                "{'name':1}"
            })
    void whatIsNoJsonIsUnreadable(String body) {
        assertThat(refusal(body).type()).isEqualTo(ProblemType.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"count\":1,\"flag\":true,\"unknown\":1}|/unknown",
                "{\"name\":1}|/name",
                "{\"name\":[]}|/name",
                "{\"count\":\"1\"}|/count",
                "{\"count\":1.5}|/count",
                "{\"count\":null}|/count",
                "{\"flag\":\"true\"}|/flag",
                "{\"due_at\":\"tomorrow\"}|/due_at",
                "{\"inner\":{}}|/inner",
                "{\"inner\":[{\"word\":{}}]}|/inner/0/word",
                "{\"inner\":[{\"word\":\"w\"},{\"a~b\":1}]}|/inner/1/a~0b"
            })
    void whatIsOfAnotherFormIsInvalidAtItsPlace(String body, String pointer) {
        ProblemException refusal = refusal(body);

        assertThat(refusal.type()).isEqualTo(ProblemType.INVALID);
        assertThat(refusal.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    @Test
    void aValueThatIsRefusedIsNotRepeated() {
        assertThat(refusal("{\"name\":[\"anna@shop.example\"]}")).hasMessageNotContaining("anna");
        assertThat(refusal("{\"due_at\":\"anna@shop.example\"}")).hasMessageNotContaining("anna");
        assertThat(refusal("{\"name\":\"anna@shop.example\" x}")).hasMessageNotContaining("anna");
    }

    @Test
    void depthIsBounded() {
        assertThat(refusal("{\"inner\":" + "[".repeat(40) + "]".repeat(40) + "}")
                        .type())
                .isEqualTo(ProblemType.UNREADABLE);
    }

    private static ProblemException refusal(String body) {
        return catchThrowableOfType(ProblemException.class, () -> read(body));
    }

    private static Outer read(String body) {
        return StrictJson.read(body.getBytes(StandardCharsets.UTF_8), Outer.class);
    }
}
