package io.asteris.ingest.provider.ses;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.ingest.provider.ProviderJson;
import io.asteris.ingest.provider.UnreadablePostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The envelope in which SNS brings a message. */
record SnsMessage(JsonNode json) {
    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    /** What SNS sends. */
    enum Kind {
        NOTIFICATION("Notification"),
        SUBSCRIPTION("SubscriptionConfirmation"),
        END("UnsubscribeConfirmation");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** @throws UnreadablePostException when it is no JSON object */
    static SnsMessage read(byte[] body) {
        JsonNode json = ProviderJson.read(body);
        if (!json.isObject()) {
            throw new UnreadablePostException("a message of SNS is an object");
        }
        return new SnsMessage(json);
    }

    /** A text field; empty when it is absent, null or of another type. */
    Optional<String> field(String name) {
        JsonNode value = json.path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** Empty when the type is none that SNS sends. */
    Optional<Kind> kind() {
        return field("Type").flatMap(word -> java.util.Arrays.stream(Kind.values())
                .filter(kind -> kind.word.equals(word))
                .findFirst());
    }

    Optional<String> certificateUrl() {
        return field("SigningCertURL").or(() -> field("SigningCertUrl"));
    }

    /** What SNS signed: each field's name and value on a line of its own, absent ones left out. */
    byte[] signed(Kind kind) {
        var text = new StringBuilder();
        for (String name : kind == Kind.NOTIFICATION ? NOTIFICATION : CONFIRMATION) {
            field(name)
                    .ifPresent(value ->
                            text.append(name).append('\n').append(value).append('\n'));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SNS message";
    }
}
