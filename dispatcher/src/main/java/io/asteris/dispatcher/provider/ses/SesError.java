package io.asteris.dispatcher.provider.ses;

import io.asteris.dispatcher.provider.AccountFacts;
import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.dispatcher.provider.api.StatusTable;
import io.asteris.platform.egress.HttpResult.Answered;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * An error as AWS tells it.
 *
 * @param type such as {@code MessageRejected}; empty when there is none
 * @param text as it came; empty when there is none
 */
record SesError(String type, String text) {
    static SesError of(Answered answered) {
        JsonObject json = AnswerJson.of(answered).orElseGet(JsonObject::new);
        String type = answered.header("x-amzn-ErrorType")
                .or(() -> AnswerJson.text(json, "__type"))
                .or(() -> AnswerJson.text(json, "code"))
                .orElse("");
        String text = AnswerJson.text(json, "message")
                .or(() -> AnswerJson.text(json, "Message"))
                .orElse("");
        return new SesError(bare(type), text);
    }

    /** Type and text in a line; empty when the answer bears no type and so is not of AWS. */
    Optional<String> words() {
        return type.isEmpty() ? Optional.empty() : Optional.of(text.isEmpty() ? type : type + ": " + text);
    }

    /** Why SES did not tell something. */
    static AccountFacts trouble(Answered answered, String what, String right, String instead) {
        SesError error = of(answered);
        return AccountFacts.trouble(
                error.type().equals("AccessDeniedException")
                        ? "These keys may not read " + what + " (" + right + ")." + instead
                        : "Amazon SES did not tell " + what + ": "
                                + StatusTable.said(answered, error.words()).line());
    }

    /** {@code com.amazonaws.ses#Type:http://…} is {@code Type}. */
    private static String bare(String type) {
        return type.substring(type.indexOf('#') + 1).replaceFirst(":.*", "").strip();
    }
}
