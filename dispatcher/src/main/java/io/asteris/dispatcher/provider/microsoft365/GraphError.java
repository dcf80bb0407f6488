package io.asteris.dispatcher.provider.microsoft365;

import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.platform.egress.HttpResult;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * An error as Microsoft Graph tells it.
 *
 * @param words for the owner: ours for what an owner can change, behind them Graph's own
 */
record GraphError(String code, String words) {
    private static final Map<String, String> FOR_OWNERS = Map.of(
            "ErrorAccessDenied", "The account has not granted Mail.Send. Authorise again.",
            "ErrorSendAsDenied", "The account may not send as this From address. Change From, or grant Send As.",
            "ErrorMessageSubmissionBlocked",
                    "Microsoft has blocked the account's sending. Sign in to it and follow what is asked there.",
            "MailboxNotEnabledForRESTAPI",
                    "The account has no mailbox that Graph can use: it is inactive, without a licence, or on the company's own"
                            + " server.");

    /** Empty when the answer is no such error. */
    static Optional<GraphError> of(HttpResult.Answered answered) {
        return AnswerJson.of(answered)
                .map(answer -> answer.getValue("error"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(GraphError::of);
    }

    private static GraphError of(JsonObject error) {
        String code = String.valueOf(error.getValue("code", ""));
        String own = code + ": " + error.getValue("message", "");
        String ours = FOR_OWNERS.get(code);
        return new GraphError(code, ours == null ? own : ours + " (" + own + ")");
    }
}
