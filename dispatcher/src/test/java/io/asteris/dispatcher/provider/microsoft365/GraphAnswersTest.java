package io.asteris.dispatcher.provider.microsoft365;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.oauth.BearerCalls;
import io.asteris.platform.egress.HttpResult;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphAnswersTest {
    @ParameterizedTest
    @CsvSource({
        "400,ErrorInvalidRecipients,PERMANENT",
        "400,ErrorMimeContentInvalidBase64String,PERMANENT",
        "400,MailboxNotEnabledForRESTAPI,CONFIGURATION",
        "403,ErrorAccessDenied,CONFIGURATION",
        "403,ErrorSendAsDenied,CONFIGURATION",
        "403,ErrorMessageSubmissionBlocked,CONFIGURATION",
        "403,ErrorExceededMessageLimit,THROTTLED",
        "429,ErrorExceededMessageLimit,THROTTLED",
        "404,MailboxNotEnabledForRESTAPI,CONFIGURATION",
        "404,ErrorItemNotFound,CONFIGURATION",
        "413,RequestTooLarge,PERMANENT",
        "429,TooManyRequests,THROTTLED",
        "500,InternalServerError,TRANSIENT",
        "503,ServiceUnavailable,TRANSIENT",
        "509,BandwidthLimitExceeded,TRANSIENT"
    })
    void theCodeDecides(int status, String code, Cause cause) {
        Answer answer = verdict(status, Map.of(), error(code, "words"));

        assertThat(answer instanceof Answer.NotTaken notTaken ? notTaken.cause() : ((Answer.Refused) answer).cause())
                .isEqualTo(cause);
    }

    @Test
    void aMailboxOnPremiseIsTheSettingsFaultBehindWhateverCode() {
        Answer answer = verdict(
                400, Map.of(), error("X", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."));

        assertThat(((Answer.NotTaken) answer).cause()).isEqualTo(Cause.CONFIGURATION);
    }

    @Test
    void aWaitMayBeAFraction() {
        Answer answer = verdict(429, Map.of("retry-after", "2.128"), error("ApplicationThrottled", "words"));

        assertThat(((Answer.NotTaken) answer).retryAfter()).isEqualTo(Duration.ofMillis(2128));
    }

    @Test
    void acceptedIsFinalWhateverElseIsSaid() {
        Answer answer = verdict(202, Map.of("retry-after", "10", "request-id", "r-1"), "");

        assertThat(answer).isInstanceOf(Answer.Taken.class);
        assertThat(answer.said().text()).contains("r-1");
    }

    @ParameterizedTest
    @CsvSource({"500,''", "502,<html>", "504,''", "200,''"})
    void whatMayHaveArrivedIsUncertain(int status, String body) {
        assertThat(verdict(status, Map.of(), body)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aTimeOutBehindGraphIsUncertainInGraphsOwnWordsToo() {
        assertThat(verdict(504, Map.of(), error("GatewayTimeout", "x"))).isInstanceOf(Answer.Unknown.class);
    }

    private static Answer verdict(int status, Map<String, String> headers, String body) {
        var answered = new HttpResult.Answered(status, headers, Buffer.buffer(body), true);
        return switch (GraphAnswers.ofSend(answered)) {
            case BearerCalls.Verdict verdict -> verdict.answer();
            case BearerCalls.TokenRefused refused -> throw new AssertionError(refused);
        };
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message);
    }
}
