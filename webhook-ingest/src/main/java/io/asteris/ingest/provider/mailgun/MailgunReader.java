package io.asteris.ingest.provider.mailgun;

import static io.asteris.ingest.provider.ProviderJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.ingest.provider.Meaning;
import io.asteris.ingest.provider.Policy;
import io.asteris.ingest.provider.ProviderEvent;
import io.asteris.ingest.provider.ProviderJson;
import io.asteris.ingest.provider.Reader;
import io.asteris.ingest.provider.Reading;
import io.asteris.ingest.provider.UnreadablePostException;
import io.asteris.ingest.provider.WebhookProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads Mailgun's posts, one event each, in the form of today and in the one before 2018. */
@ApplicationScoped
class MailgunReader implements Reader {
    @Override
    public WebhookProvider provider() {
        return WebhookProvider.MAILGUN;
    }

    @Override
    public Reading read(byte[] body, String contentType) {
        MailgunPost post = MailgunPost.read(body, contentType);
        return Reading.of(post.form()
                .map(form -> legacy(form).stream().toList())
                .orElseGet(() -> present(post.json().orElseThrow()).stream().toList()));
    }

    /** Empty for what concerns no recipient, as {@code rejected}. */
    private static Optional<ProviderEvent> present(JsonNode post) {
        JsonNode event = post.path("event-data");
        String word = text(event.path("event"))
                .orElseThrow(() -> new UnreadablePostException("the post of Mailgun has no event-data with an event"));
        Optional<String> address = text(event.path("recipient"));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Instant at = ProviderJson.seconds(event.path("timestamp"))
                .orElseThrow(() -> new UnreadablePostException("the event of Mailgun lacks its time"));
        JsonNode status = event.path("delivery-status");
        String words = join(text(status.path("message")), text(status.path("description")));
        Optional<String> enhanced = text(status.path("enhanced-code"));
        boolean test = event.path("flags").path("is-test-mode").asBoolean(false);
        Meaning meaning = test
                ? Policy.nothing(WebhookProvider.MAILGUN, word)
                : Policy.of(
                        WebhookProvider.MAILGUN,
                        word,
                        word.equals("failed")
                                ? failed(
                                        text(event.path("severity")).orElse(""),
                                        text(event.path("reason")).orElse(""),
                                        status.path("code").asInt(0),
                                        enhanced.orElse("") + " " + words)
                                : Policy.ANY);
        return Optional.of(new ProviderEvent(
                meaning,
                address.get(),
                // Unique within a day only.
                text(event.path("id"))
                        .map(id -> id + "/" + at.atOffset(ZoneOffset.UTC).toLocalDate()),
                text(event.path("user-variables").path("asteris_message_id")),
                text(event.path("message").path("headers").path("message-id")).map(MailgunReader::bare),
                at,
                enhanced.or(() -> text(status.path("code"))),
                words));
    }

    /** "Permanent" says that Mailgun stopped; only these reasons speak against the address. */
    private static String failed(String severity, String reason, int code, String words) {
        if (severity.equals("temporary")) {
            return "temporary";
        }
        return switch (code) {
            case 605 -> "suppress-bounce";
            case 606 -> "suppress-unsubscribe";
            case 607 -> "suppress-complaint";
            default ->
                reason.equals("generic") && code == 550 && isAddressStatus(words) ? "generic, 550 with 5.1.x" : reason;
        };
    }

    private static Optional<ProviderEvent> legacy(MailgunForm form) {
        String word = form.first("event")
                .orElseThrow(() -> new UnreadablePostException("the form of Mailgun has no field event"));
        Instant at = form.last("timestamp")
                .flatMap(ProviderJson::seconds)
                .orElseThrow(() -> new UnreadablePostException("the form of Mailgun lacks its time"));
        String words = join(form.first("error"), form.first("description"));
        Optional<String> code = form.first("code");
        return form.first("recipient")
                .map(address -> new ProviderEvent(
                        legacyMeaning(word, form.first("reason").orElse(""), code.orElse(""), words),
                        address,
                        Optional.empty(),
                        form.first("asteris_message_id"),
                        form.first("Message-Id").map(MailgunReader::bare),
                        at,
                        code,
                        words));
    }

    /** {@code dropped} and {@code bounced} are what is {@code failed} today; a hard failure is one that names the address. */
    private static Meaning legacyMeaning(String word, String reason, String code, String words) {
        if (!word.equals("dropped") && !word.equals("bounced")) {
            return Policy.of(WebhookProvider.MAILGUN, word, Policy.ANY);
        }
        int number = code.matches("\\d{3}") ? Integer.parseInt(code) : 0;
        return Policy.of(
                WebhookProvider.MAILGUN,
                "failed",
                failed("permanent", reason.equals("old") ? "old" : "generic", number, words));
    }

    private static boolean isAddressStatus(String words) {
        return words.matches("(?s).*(^|[^0-9.])5\\.1\\.\\d{1,3}([^0-9].*|$)");
    }

    private static String bare(String messageId) {
        String stripped = messageId.strip();
        return stripped.startsWith("<") && stripped.endsWith(">")
                ? stripped.substring(1, stripped.length() - 1)
                : stripped;
    }

    private static String join(Optional<String> message, Optional<String> description) {
        return String.join(" ", List.of(message.orElse(""), description.orElse("")))
                .strip();
    }
}
