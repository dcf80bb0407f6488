package io.asteris.dispatcher.provider.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.AnswerClass;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.TestMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SesAnswersTest {
    private static final SesApi API = new SesApi(
            "https://email.eu-west-1.amazonaws.com",
            new SigV4("AKIDEXAMPLE", "secret", "eu-west-1", "ses"),
            null,
            InstantSource.system());
    private static final Outgoing FROM_SENDER =
            new TestMessage().from("sender@example.com").to("anna@example.net").outgoing();

    static List<AnswerRow> rows() {
        return AnswerRow.of("ses");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyCollectedAnswerHasItsClass(AnswerRow row) {
        AnswerClass.check(API, row, FROM_SENDER);
    }

    /** The rows of the provider's file that the samples lack; some carry the type in the body, some with more behind it. */
    @ParameterizedTest
    @CsvSource({
        "400, MessageRejected, Virus found, PERMANENT",
        "400, MailFromDomainNotVerifiedException, x, CONFIG",
        "400, AccountSuspendedException, x, CONFIG",
        "400, BadRequestException, x, PERMANENT",
        "404, NotFoundException, Configuration set does not exist, CONFIG",
        "400, ThrottlingException, Rate exceeded, THROTTLED",
        "403, SignatureDoesNotMatch, x, CONFIG",
        "403, UnrecognizedClientException, x, CONFIG",
        "403, AccessDeniedException, x, CONFIG",
        "400, ExpiredTokenException, x, CONFIG",
        "500, ConcurrentModificationException, x, TRANSIENT",
        "503, ServiceUnavailableException, x, TRANSIENT",
        "502, InternalServiceErrorException, x, TRANSIENT",
        "413, RequestTooLarge, x, PERMANENT"
    })
    void whatTheSamplesDoNotNameIsRead(int status, String type, String message, String outcome) {
        var inHeader = new AnswerRow(
                "ses",
                type,
                status,
                Map.of("x-amzn-ErrorType", type + ":http://internal.amazon.com/coral/com.amazonaws.ses/"),
                "{\"message\":\"" + message + "\"}",
                outcome);
        var inBody = new AnswerRow(
                "ses",
                type,
                status,
                Map.of(),
                "{\"__type\":\"com.amazonaws.ses#" + type + "\",\"Message\":\"" + message + "\"}",
                outcome);

        AnswerClass.check(API, inHeader, FROM_SENDER);
        AnswerClass.check(API, inBody, FROM_SENDER);
    }

    @Test
    void aRecipientThatTheSandboxDoesNotKnowIsThatMessagesTroubleAlone() {
        AnswerRow row = AnswerRow.of("ses", "unverified");
        var toThem = new TestMessage()
                .from("shop@example.org")
                .to("sender@example.com")
                .outgoing();
        var domain = new AnswerRow(
                "ses", "domain", 400, row.headers(), row.body().replace("sender@example.com", "example.org"), "CONFIG");

        assertThat(AnswerClass.word(API.answer(row.answered(), toThem))).isEqualTo("PERMANENT");
        assertThat(AnswerClass.word(API.answer(domain.answered(), toThem))).isEqualTo("CONFIG");
    }

    @ParameterizedTest
    @CsvSource({"200, UNKNOWN", "500, UNKNOWN", "502, UNKNOWN", "504, UNKNOWN", "503, TRANSIENT", "403, CONFIG"})
    void theWordsOfSomebodyElseProveNothing(int status, String outcome) {
        assertThat(AnswerClass.word(API.answer(AnswerRow.foreign(status).answered(), FROM_SENDER)))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"rate, PT1S", "daily, PT10M"})
    void theTextDecidesTheWait(String row, Duration wait) {
        assertThat(API.answer(AnswerRow.of("ses", row).answered(), FROM_SENDER))
                .isInstanceOfSatisfying(Answer.NotTaken.class, notTaken -> assertThat(notTaken.retryAfter())
                        .isEqualTo(wait));
    }

    @Test
    void theAccountTellsWhetherMailWouldGoOut() {
        assertThat(API.finding(SesSide.ACCOUNT.answered())).satisfies(check -> {
            assertThat(check.works()).isTrue();
            assertThat(check.words()).contains("12 of 50000");
        });
        assertThat(finding("{\"SendingEnabled\":false}").works()).isFalse();
        assertThat(finding("{\"SendingEnabled\":true,\"ProductionAccessEnabled\":false}")
                        .words())
                .contains("sandbox");
        assertThat(API.finding(AnswerRow.of("ses", "bad-signature").answered()).words())
                .contains("secret access key");
        assertThat(API.finding(AnswerRow.foreign(200).answered()).works()).isFalse();
    }

    private static Provider.Check finding(String account) {
        return API.finding(new AnswerRow("ses", "account", 200, Map.of(), account, "OK").answered());
    }
}
