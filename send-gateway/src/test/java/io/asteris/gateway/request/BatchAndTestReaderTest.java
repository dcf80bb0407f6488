package io.asteris.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAndTestReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "{\"messages\":[%s]}"})
    void eachMessageOfABatchStandsForItself(String form) {
        // Given
        String good = Requests.json("");
        String json = form.formatted(String.join(",", good, "{\"to\":\"x\"}", "7", "[[1]]", good));
        // When
        List<BatchItem> items = batch(json, 1 << 20);
        // Then
        assertThat(items).hasSize(5);
        assertThat(items.get(0)).isInstanceOf(BatchItem.Sound.class);
        assertThat(items.get(4)).isInstanceOf(BatchItem.Sound.class);
        assertThat(((BatchItem.Faulty) items.get(1)).problem().errors())
                .extracting(FieldError::pointer)
                .allMatch(pointer -> pointer.contains("/1/"));
    }

    @Test
    void aMessageThatIsTooLargeLeavesTheOthersInPeace() {
        // Given
        String large = Requests.json(",\"html\":\"" + "x".repeat(500) + "\",\"tags\":[\"a\"]");
        // When
        List<BatchItem> items = batch("[" + large + "," + Requests.json("") + "]", 400);
        // Then
        assertThat(((BatchItem.Faulty) items.get(0)).problem().type()).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(items.get(1)).isInstanceOf(BatchItem.Sound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "7", "{\"messages\":7}", "{\"messages\":[{}],\"x\":1}", "{\"x\":[]}"})
    void whatIsNoBatchIsRefused(String json) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> batch(json, 400))
                .returns(ProblemType.INVALID, ProblemException::type);
    }

    @Test
    void aBatchHasAtMost500Messages() {
        String item = Requests.json("");
        assertThat(batch("[" + String.join(",", Collections.nCopies(500, item)) + "]", 400))
                .hasSize(500);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> batch("[" + String.join(",", Collections.nCopies(501, item)) + "]", 400))
                .matches(problem -> problem.errors().getFirst().pointer().equals("/500"));
    }

    @Test
    void aTestNeedsNoMoreThanAnAddress() {
        // When
        SendRequest request = test("{\"to\":\"a@b.example\"}");
        // Then
        assertThat(request.subject()).isEqualTo("Asteris SMTP test");
        assertThat(request.body().html()).contains("test");
        assertThat(request.body().text()).isNull();
    }

    @Test
    void aTestCarriesWhatItIsGiven() {
        SendRequest request = test(
                "{\"to\":\"a@b.example\",\"subject\":\"S\",\"body\":\"B\",\"format\":\"text\",\"provider\":\"main\"}");
        assertThat(request.subject()).isEqualTo("S");
        assertThat(request.body().text()).isEqualTo("B");
        assertThat(request.provider()).isEqualTo("main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"to\":\"x\"}",
                "{\"to\":\"a@b.example\",\"format\":\"pdf\"}",
                "{\"to\":\"a@b.example\",\"cc\":\"c@b.example\"}",
                "{\"to\":\"a@b.example\",\"subject\":\"a\\nb\"}"
            })
    void aFaultyTestIsRefused(String json) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> test(json))
                .returns(ProblemType.INVALID, ProblemException::type);
    }

    private static List<BatchItem> batch(String json, long max) {
        var rules = new ReadingRules(Requests.NOW, max, Requests.RULES.maxScheduleAhead());
        return RequestReader.batch(json.getBytes(StandardCharsets.UTF_8), rules);
    }

    private static SendRequest test(String json) {
        return RequestReader.test(json.getBytes(StandardCharsets.UTF_8), Requests.RULES);
    }
}
