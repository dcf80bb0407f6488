package io.asteris.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a request may have of each thing. */
class RequestLimitsTest {
    @ParameterizedTest
    @CsvSource({"50, true", "51, false"})
    void fiftyRecipientsAreTheLimitOverAllFields(int count, boolean taken) {
        // Given
        String many = IntStream.range(1, count)
                .mapToObj(i -> "\"r" + i + "@b.example\"")
                .collect(Collectors.joining(","));
        String json = "{\"to\":[" + many + "],\"bcc\":\"last@b.example\",\"text\":\"x\"}";
        // When
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.message(json));
        // Then
        assertThat(problem == null).isEqualTo(taken);
        if (problem != null) {
            assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly("/bcc");
        }
    }

    @Test
    void overLongValuesAreRefused() {
        refused(",\"cc\":\"" + "n".repeat(2000) + " <x@b.example>\"", "/cc");
        refused(",\"headers\":{\"X-" + "A".repeat(80) + "\":\"1\"}", "/headers/X-" + "A".repeat(62) + "…");
        refused(",\"headers\":{\"X-A\":\"" + "v".repeat(1000) + "\"}", "/headers/X-A");
        refused(",\"headers\":{\"X-A\":\"" + "v ".repeat(2100) + "\"}", "/headers/X-A");
        refused(",\"headers\":{" + members(51, "X-H%d", "v") + "}", "/headers/X-H50");
        refused(",\"headers\":{" + members(5, "X-H%d", "v ".repeat(2000)) + "}", "/headers");
        refused(",\"tags\":[\"" + "t".repeat(65) + "\"]", "/tags/0");
        refused(",\"tags\":[" + String.join(",", Collections.nCopies(11, "\"t\"")) + "]", "/tags/10");
        refused(",\"metadata\":{\"" + "k".repeat(41) + "\":\"v\"}", "/metadata/" + "k".repeat(41));
        refused(",\"metadata\":{\"k\":\"" + "v".repeat(201) + "\"}", "/metadata/k");
        refused(",\"metadata\":{" + members(21, "k%d", "v") + "}", "/metadata/k20");
        refused(",\"metadata\":{" + members(15, "k%d", "v".repeat(150)) + "}", "/metadata");
        refused(",\"unsubscribe_url\":\"https://s.example/" + "u".repeat(900) + "\"", "/unsubscribe_url");
        refused(
                ",\"attachments\":[{\"filename\":\"" + "f".repeat(256) + "\",\"content\":\"AQ==\"}]",
                "/attachments/0/filename");
        refused(
                ",\"attachments\":["
                        + String.join(",", Collections.nCopies(101, "{\"filename\":\"f\",\"content\":\"AQ==\"}")) + "]",
                "/attachments/100");
    }

    @Test
    void theSubjectHasAtMost998Octets() {
        String json = "{\"to\":\"a@b.example\",\"text\":\"x\",\"subject\":\"%s\"}";
        assertThat(Requests.message(json.formatted("ä".repeat(499))).subject()).hasSize(499);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Requests.message(json.formatted("ä".repeat(499) + "x")))
                .matches(problem -> problem.errors().getFirst().pointer().equals("/subject"));
    }

    @Test
    void aMessageBeyondTheDecodedLimitIsTooLarge() {
        // Given
        var small = new ReadingRules(Requests.NOW, 1000, Requests.RULES.maxScheduleAhead());
        byte[] text = Requests.json(",\"html\":\"" + "x".repeat(1000) + "\"").getBytes(StandardCharsets.UTF_8);
        byte[] attached = Requests.json(",\"attachments\":[{\"filename\":\"a\",\"content\":\""
                        + Base64.getEncoder().encodeToString(new byte[1000]) + "\"}]")
                .getBytes(StandardCharsets.UTF_8);
        // Then
        for (byte[] body : new byte[][] {text, attached}) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> RequestReader.message(body, small))
                    .returns(ProblemType.TOO_LARGE, ProblemException::type);
        }
    }

    private static void refused(String members, String pointer) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Requests.messageWith(members));
        assertThat(problem).as(pointer).isNotNull();
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    private static String members(int count, String name, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + name.formatted(i) + "\":\"" + value + "\"")
                .collect(Collectors.joining(","));
    }
}
