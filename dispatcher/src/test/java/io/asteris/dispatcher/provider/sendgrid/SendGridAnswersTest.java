package io.asteris.dispatcher.provider.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.AnswerClass;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.TestMessage;
import io.asteris.platform.egress.HttpResult.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendGridAnswersTest {
    private static final SendGridApi API = new SendGridApi("https://api.sendgrid.com", "SG.test", "shop@example.org");

    static List<AnswerRow> rows() {
        return AnswerRow.of("sendgrid");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyCollectedAnswerHasItsClass(AnswerRow row) {
        AnswerClass.check(API, row, TestMessage.plain());
    }

    @ParameterizedTest
    @CsvSource({
        "404, CONFIG",
        "405, CONFIG",
        "413, PERMANENT",
        "408, TRANSIENT",
        "503, TRANSIENT",
        "302, CONFIG",
        "500, UNKNOWN",
        "502, UNKNOWN",
        "504, UNKNOWN",
        "204, UNKNOWN",
        "200, UNKNOWN"
    })
    void whatTheSamplesDoNotNameFollowsTheCommonTable(int status, String outcome) {
        assertThat(AnswerClass.word(
                        SendGridAnswers.answer(AnswerRow.foreign(status).answered())))
                .isEqualTo(outcome);
    }

    @Test
    void aTroubleOfTheirOwnIsTold() {
        assertThat(AnswerClass.word(
                        SendGridAnswers.answer(answer(500, Map.of(), "{\"errors\":[{\"message\":\"oops\"}]}"))))
                .isEqualTo("TRANSIENT");
    }

    @Test
    void theIdIsThatOfTheHeader() {
        assertThat(SendGridAnswers.answer(AnswerRow.of("sendgrid", "accepted").answered()))
                .isInstanceOfSatisfying(Answer.Taken.class, taken -> assertThat(taken.providerMessageId())
                        .isEqualTo("LRzXl_NHStOGhQ4kofSm_A"));
    }

    @Test
    void theWaitIsReadFromWhereItStands() {
        var byReset = answer(
                429,
                Map.of("X-RateLimit-Reset", "1392815263", "Date", "Wed, 19 Feb 2014 13:07:13 GMT"),
                "{\"errors\":[{\"message\":\"too many requests\"}]}");
        var byHeader = answer(429, Map.of("Retry-After", "2.128"), "");

        assertThat(wait(byReset)).isEqualTo(Duration.ofSeconds(30));
        assertThat(wait(byHeader)).isEqualTo(Duration.ofMillis(2_128));
        assertThat(wait(AnswerRow.of("sendgrid", "rate").answered())).isNull();
        assertThat(wait(AnswerRow.of("sendgrid", "credits").answered())).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-key", "unverified-from"})
    void anOwnerHearsWhatToChange(String row) {
        assertThat(API.finding(AnswerRow.of("sendgrid", row).answered())).satisfies(check -> {
            assertThat(check.works()).isFalse();
            assertThat(check.words()).contains("SendGrid says: ");
        });
    }

    @Test
    void aKeyWithoutCreditsIsAGoodKey() {
        assertThat(API.finding(AnswerRow.of("sendgrid", "credits").answered()).works())
                .isTrue();
    }

    private static Duration wait(Answered answered) {
        return ((Answer.NotTaken) SendGridAnswers.answer(answered)).retryAfter();
    }

    private static Answered answer(int status, Map<String, String> headers, String body) {
        return new AnswerRow("sendgrid", "made", status, headers, body, "").answered();
    }
}
