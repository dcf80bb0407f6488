package io.asteris.dispatcher.provider.gmail;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
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
    /** Empty when the body is no such error. */
    static Optional<GmailError> of(String body) {
        return json(body)
                .map(answer -> answer.getValue("error"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(GmailError::of);
    }

    /** The text of a field of an answer. */
    static Optional<String> field(String body, String name) {
        return json(body)
                .map(answer -> answer.getValue(name))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank());
    }

    private static GmailError of(JsonObject error) {
        String reason = Stream.of("errors", "details")
                .map(error::getValue)
                .filter(JsonArray.class::isInstance)
                .map(JsonArray.class::cast)
                .flatMap(JsonArray::stream)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(detail -> detail.getValue("reason"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElseGet(() -> String.valueOf(error.getValue("status", "")));
        String message = String.valueOf(error.getValue("message", ""));
        return new GmailError(reason.toLowerCase(Locale.ROOT), reason.isBlank() ? message : reason + ": " + message);
    }

    private static Optional<JsonObject> json(String body) {
        try {
            return Optional.of(new JsonObject(body));
        } catch (DecodeException none) {
            return Optional.empty();
        }
    }
}
