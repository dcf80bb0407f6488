package io.asteris.ingest.provider.sendgrid;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a batch of SendGrid's events: a JSON array of flat objects, our own arguments beside SendGrid's fields. */
@ApplicationScoped
class SendgridReader implements Reader {
    private static final List<String> DROPS =
            List.of("bounced address", "spam reporting address", "unsubscribed address", "invalid");

    @Override
    public WebhookProvider provider() {
        return WebhookProvider.SENDGRID;
    }

    @Override
    public Reading read(byte[] body, String contentType) {
        JsonNode batch = ProviderJson.read(body);
        if (!batch.isArray()) {
            throw new UnreadablePostException("a post of SendGrid is an array of events");
        }
        var events = new ArrayList<ProviderEvent>();
        for (JsonNode event : batch) {
            if (!event.isObject()) {
                throw new UnreadablePostException("an event of SendGrid is an object");
            }
            event(event).ifPresent(events::add);
        }
        return Reading.of(events);
    }

    /** Empty for what concerns no recipient, such as {@code account_status_change}. */
    private static Optional<ProviderEvent> event(JsonNode event) {
        String word = text(event.path("event"))
                .orElseThrow(() -> new UnreadablePostException("an event of SendGrid lacks its field event"));
        Optional<String> address = text(event.path("email"));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Instant at = ProviderJson.seconds(event.path("timestamp"))
                .orElseThrow(() -> new UnreadablePostException("an event of SendGrid lacks its time"));
        Meaning meaning = Policy.of(WebhookProvider.SENDGRID, word, detail(word, event));
        String said = text(event.path("reason"))
                .or(() -> text(event.path("response")))
                .orElse("");
        return Optional.of(new ProviderEvent(
                meaning,
                address.get(),
                text(event.path("sg_event_id")),
                text(event.path("asteris_message_id")),
                text(event.path("sg_message_id")).flatMap(SendgridReader::messageId),
                at,
                text(event.path("status")),
                said));
    }

    /** A custom argument of the sender's may stand where SendGrid has nothing to say, so fields are read only where they are SendGrid's. */
    private static String detail(String word, JsonNode event) {
        return switch (word) {
            case "bounce" ->
                text(event.path("type"))
                        .orElseGet(() -> untyped(text(event.path("status")).orElse("")));
            case "dropped" -> dropped(text(event.path("reason")).orElse(""));
            default -> Policy.ANY;
        };
    }

    private static String untyped(String status) {
        return status.startsWith("5.1.") || status.equals("5.0.0") ? "no type, 5.1.x or 5.0.0" : Policy.ANY;
    }

    private static String dropped(String reason) {
        String lower = reason.strip().toLowerCase(Locale.ROOT);
        return DROPS.contains(lower) ? lower : Policy.ANY;
    }

    /**
     * The answer's X-Message-Id is what stands before {@code .filter} or {@code .recvd}; an older id has dots of its own, and a drop
     * may have no such part at all.
     */
    static Optional<String> messageId(String sgMessageId) {
        int end = sgMessageId.length();
        for (String mark : List.of(".filter", ".recvd")) {
            int at = sgMessageId.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return end == 0 || sgMessageId.startsWith("filter") || sgMessageId.startsWith("recvd")
                ? Optional.empty()
                : Optional.of(sgMessageId.substring(0, end));
    }
}
