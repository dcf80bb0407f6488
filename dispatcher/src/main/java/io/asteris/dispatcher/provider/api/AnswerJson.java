package io.asteris.dispatcher.provider.api;

import io.asteris.platform.egress.HttpResult;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads answers that may be JSON, whatever else they may be. */
public final class AnswerJson {
    private AnswerJson() {}

    /** The object that an answer is; empty when it is none, or not all of it came. */
    public static Optional<JsonObject> of(HttpResult.Answered answered) {
        if (!answered.whole()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonObject(answered.text()));
        } catch (DecodeException none) {
            return Optional.empty();
        }
    }

    /** The text of a field that has one. */
    public static Optional<String> text(JsonObject json, String field) {
        return Optional.ofNullable(json.getValue(field))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank());
    }

    /** The objects in the array of a field; none when it is no array. */
    public static Stream<JsonObject> objects(JsonObject json, String field) {
        return json.getValue(field) instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }
}
