package io.asteris.dispatcher.provider.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.oauth.BearerCalls;
import io.asteris.platform.egress.HttpResult;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GmailAnswersTest {
    @ParameterizedTest
    @CsvSource({
        "400,badRequest,PERMANENT",
        "400,failedPrecondition,CONFIGURATION",
        "403,userRateLimitExceeded,THROTTLED",
        "403,dailyLimitExceeded,THROTTLED",
        "403,quotaExceeded,THROTTLED",
        "403,insufficientPermissions,CONFIGURATION",
        "403,domainPolicy,CONFIGURATION",
        "403,accessNotConfigured,CONFIGURATION",
        "404,notFound,CONFIGURATION",
        "429,rateLimitExceeded,THROTTLED",
        "413,uploadTooLarge,PERMANENT",
        "500,backendError,TRANSIENT",
        "502,backendError,TRANSIENT",
        "503,backendError,TRANSIENT",
        "504,backendError,TRANSIENT"
    })
    void theReasonDecidesNotTheStatusAlone(int status, String reason, Cause cause) {
        assertThat(cause(verdict(status, Map.of(), error(status, reason, "words"))))
                .isEqualTo(cause);
    }

    @Test
    void theReasonMayStandInDetails() {
        String body = "{\"error\":{\"code\":403,\"message\":\"m\",\"status\":\"PERMISSION_DENIED\",\"details\":"
                + "[{\"@type\":\"x\"},{\"reason\":\"RATELIMITEXCEEDED\"}]}}";

        assertThat(cause(verdict(403, Map.of(), body))).isEqualTo(Cause.THROTTLED);
    }

    @Test
    void theWaitIsReadFromTheWords() {
        Instant until = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);

        Answer answer = verdict(
                403, Map.of(), error(403, "rateLimitExceeded", "User-rate limit exceeded.  Retry after " + until));

        assertThat(((Answer.NotTaken) answer).retryAfter()).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(120));
    }

    @Test
    void aDaysLimitWaitsForHours() {
        Answer answer = verdict(403, Map.of(), error(403, "dailyLimitExceeded", "words"));

        assertThat(((Answer.NotTaken) answer).retryAfter()).isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest
    @CsvSource({"500,''", "502,<html>", "504,''", "200,<html>", "200,{}", "204,''"})
    void whatSomethingBetweenUsSaysIsUncertain(int status, String body) {
        assertThat(verdict(status, Map.of(), body)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aForbiddenProfileByScopeMeansSignedIn() {
        var scope = answered(
                403,
                Map.of(),
                "{\"error\":{\"code\":403,\"message\":\"Request had insufficient authentication scopes.\",\"status\":\"PERMISSION_DENIED\"}}");

        assertThat(((BearerCalls.Verdict) GmailAnswers.ofProfile(scope)).answer())
                .isInstanceOf(Answer.Taken.class);
        assertThat(((BearerCalls.Verdict) GmailAnswers.ofProfile(
                                answered(403, Map.of(), error(403, "accessNotConfigured", "switch it on"))))
                        .answer()
                        .said()
                        .text())
                .contains("switch it on");
    }

    private static Cause cause(Answer answer) {
        return switch (answer) {
            case Answer.NotTaken notTaken -> notTaken.cause();
            case Answer.Refused refused -> refused.cause();
            case Answer.Taken taken -> throw new AssertionError(taken);
            case Answer.Unknown unknown -> throw new AssertionError(unknown);
        };
    }

    private static Answer verdict(int status, Map<String, String> headers, String body) {
        return ((BearerCalls.Verdict) GmailAnswers.ofSend(answered(status, headers, body))).answer();
    }

    private static HttpResult.Answered answered(int status, Map<String, String> headers, String body) {
        return new HttpResult.Answered(status, headers, Buffer.buffer(body), true);
    }

    private static String error(int status, String reason, String message) {
        return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[{\"domain\":\"d\",\"reason\":\"%s\",\"message\":\"m\"}]}}"
                .formatted(status, message, reason);
    }
}
