package io.asteris.dispatcher.provider.microsoft365;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.oauth.BearerCalls.Reading;
import io.asteris.dispatcher.oauth.BearerCalls.TokenRefused;
import io.asteris.dispatcher.oauth.BearerCalls.Verdict;
import io.asteris.dispatcher.provider.api.Waits;
import io.asteris.platform.egress.HttpResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Microsoft Graph's answers mean for a message. */
final class GraphAnswers {
    private static final int ACCEPTED = 202;

    /** The limit of a day rolls; Graph does not say when it is over. */
    private static final Duration DAYS_WAIT = Duration.ofHours(6);

    private GraphAnswers() {}

    /** The answer to a message. 202 is final, with a Retry-After too: whoever tries again sends twice. */
    static Reading ofSend(HttpResult.Answered answered) {
        if (answered.status() == ACCEPTED) {
            return new Verdict(new Answer.Taken(
                    new Said(ACCEPTED, null, "Microsoft 365 took it" + requestId(answered)), null, false, List.of()));
        }
        if (answered.status() < 300) {
            return new Verdict(Answer.Unknown.of(new Said(
                    answered.status(), null, "Microsoft 365 said yes in a way it does not document; it may have it.")));
        }
        return refusal(answered);
    }

    /** The answer to the question who the account is. */
    static Reading ofMe(HttpResult.Answered answered) {
        return answered.isSuccess()
                ? new Verdict(new Answer.Taken(Said.ours("signed in"), null, false, List.of()))
                : refusal(answered);
    }

    private static Reading refusal(HttpResult.Answered answered) {
        int status = answered.status();
        Optional<GraphError> error = GraphError.of(answered);
        String code = error.map(GraphError::code).orElse("");
        Said said = new Said(
                status,
                null,
                error.map(GraphError::words).orElse("Microsoft 365 gave no reason") + requestId(answered));
        if (status == 401) {
            return new TokenRefused(said);
        }
        if ((status == 403 || status == 429) && code.equals("ErrorExceededMessageLimit")) {
            return new Verdict(new Answer.NotTaken(
                    Cause.THROTTLED, said, Waits.retryAfter(answered).orElse(DAYS_WAIT), List.of()));
        }
        Answer answer =
                switch (status) {
                    case 400 ->
                        error.filter(GraphAnswers::isAboutTheMailbox).isPresent()
                                ? Answer.NotTaken.of(Cause.CONFIGURATION, said)
                                : Answer.Refused.message(said);
                    case 403, 404, 405 -> Answer.NotTaken.of(Cause.CONFIGURATION, said);
                    case 429 ->
                        new Answer.NotTaken(
                                Cause.THROTTLED,
                                said,
                                Waits.retryAfter(answered).orElse(null),
                                List.of());
                    case 408, 503, 509 -> later(answered, said);
                    // Mail has been seen to go out behind a gateway's time-out.
                    case 502, 504 -> Answer.Unknown.of(said);
                    default ->
                        status < 500
                                ? Answer.Refused.message(said)
                                : error.isPresent() ? later(answered, said) : Answer.Unknown.of(said);
                };
        return new Verdict(answer);
    }

    private static Answer later(HttpResult.Answered answered, Said said) {
        return new Answer.NotTaken(
                Cause.TRANSIENT, said, Waits.retryAfter(answered).orElse(null), List.of());
    }

    private static boolean isAboutTheMailbox(GraphError error) {
        String words = error.words().toLowerCase(Locale.ROOT);
        return error.code().equals("MailboxNotEnabledForRESTAPI") || words.contains("mailbox is either inactive");
    }

    /** What Microsoft's support asks for. */
    private static String requestId(HttpResult.Answered answered) {
        return answered.header("request-id")
                .map(id -> " [request-id " + id + "]")
                .orElse("");
    }
}
