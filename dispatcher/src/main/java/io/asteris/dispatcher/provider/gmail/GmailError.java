package io.asteris.dispatcher.provider.gmail;

import io.asteris.dispatcher.provider.api.AnswerJson;
import io.asteris.platform.egress.HttpResult;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An error as Google's APIs tell it, in the older form with {@code errors} and the newer with {@code details}.
 *
 * @param reason in lower case; the status word where no reason is given
 * @param words for people
 */
record GmailError(String reason, String words) {
    /** Empty when the answer is no such error. */
    static Optional<GmailError> of(HttpResult.Answered answered) {
        return AnswerJson.of(answered)
                .map(answer -> answer.getValue("error"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(GmailError::of);
    }

    private static GmailError of(JsonObject error) {
        String reason = Stream.of("errors", "details")
                .flatMap(field -> AnswerJson.objects(error, field))
                .flatMap(detail -> AnswerJson.text(detail, "reason").stream())
                .findFirst()
                .or(() -> AnswerJson.text(error, "status"))
                .orElse("");
        String message = AnswerJson.text(error, "message").orElse("");
        return new GmailError(reason.toLowerCase(Locale.ROOT), reason.isEmpty() ? message : reason + ": " + message);
    }
}
