package io.asteris.dispatcher.provider.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.AnswerClass;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.TestMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailgunAnswersTest {
    private static final MailgunApi API = new MailgunApi("https://api.mailgun.net", "mg.example.com", "key-test");
    private static final String RATE =
            "Domain example.com is not allowed to send: request limit exceeded, try again after"
                    + " Mon, 20 Dec 2021 20:33:21 UTC";

    static List<AnswerRow> rows() {
        return AnswerRow.of("mailgun");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyCollectedAnswerHasItsClass(AnswerRow row) {
        AnswerClass.check(API, row, TestMessage.plain());
    }

    /** The rows of the provider's file that the samples lack. */
    @ParameterizedTest
    @CsvSource({
        "400, from parameter is missing, PERMANENT",
        "400, 'Too many recipients, max is 1000', PERMANENT",
        "400, Domain example.com is not allowed to send: The domain is unverified and requires DNS configuration., CONFIG",
        "400, Domain example.com is not allowed to send: Please activate your Mailgun account., CONFIG",
        "402, the message could not be processed, PERMANENT",
        "402, your account has an unpaid invoice: payment required, CONFIG",
        "403, Domain example is not allowed to send large batches yet, CONFIG",
        "403, Rejected: IP 1.2.3.4 can't be used to send the message, CONFIG",
        "500, oops, TRANSIENT",
        "503, oops, TRANSIENT",
        "502, oops, UNKNOWN",
        "504, oops, UNKNOWN"
    })
    void whatTheSamplesDoNotNameIsRead(int status, String message, String outcome) {
        var row = new AnswerRow("mailgun", "made", status, Map.of(), "{\"message\":\"" + message + "\"}", outcome);

        AnswerClass.check(API, row, TestMessage.plain());
    }

    @ParameterizedTest
    @CsvSource({"200, UNKNOWN", "500, UNKNOWN", "502, UNKNOWN", "504, UNKNOWN", "503, TRANSIENT"})
    void theWordsOfSomebodyElseProveNothing(int status, String outcome) {
        assertThat(AnswerClass.word(
                        MailgunAnswers.answer(AnswerRow.foreign(status).answered())))
                .isEqualTo(outcome);
    }

    @Test
    void theIdLosesItsBracketsAsInEvents() {
        assertThat(MailgunAnswers.answer(AnswerRow.of("mailgun", "queued").answered()))
                .isInstanceOfSatisfying(Answer.Taken.class, taken -> assertThat(taken.providerMessageId())
                        .isEqualTo("20111114174239.25659.5817@samples.mailgun.org"));
    }

    @Test
    void theTimeInTheTextIsTheWait() {
        var row = new AnswerRow(
                "mailgun",
                "made",
                429,
                Map.of("Date", "Mon, 20 Dec 2021 20:32:51 GMT"),
                "{\"message\":\"" + RATE + "\"}",
                "THROTTLED");

        assertThat(MailgunAnswers.answer(row.answered()))
                .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.retryAfter())
                        .isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void anOwnerHearsWhatToChange() {
        assertThat(finding("unauthorized")).contains("does not know this API key");
        assertThat(finding("wrong-region")).contains("region");
        assertThat(finding("wrong-path")).contains("past Mailgun's API");
        assertThat(finding("sandbox-recipient")).contains("may not send");
    }

    private static String finding(String row) {
        var check = API.finding(AnswerRow.of("mailgun", row).answered());
        assertThat(check.works()).isFalse();
        return check.words();
    }
}
