package io.asteris.ingest.provider.ses;

import static io.asteris.ingest.provider.ProviderJson.text;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Reads what SES says inside a message of SNS: notifications of an identity, or events of a configuration set. */
@ApplicationScoped
class SesReader implements Reader {
    private static final String BOUNCE = "Bounce";
    private static final String COMPLAINT = "Complaint";

    @Override
    public WebhookProvider provider() {
        return WebhookProvider.SES;
    }

    @Override
    public Reading read(byte[] body, String contentType) {
        SnsMessage message = SnsMessage.read(body);
        String topic = message.field("TopicArn").orElse("");
        return switch (message.kind().orElseThrow(() -> new UnreadablePostException("SNS sends no such type"))) {
            case SUBSCRIPTION -> Reading.of(new Reading.Handshake(topic, message.field("SubscribeURL")));
            case END -> Reading.of(new Reading.Handshake(topic, Optional.empty()));
            case NOTIFICATION -> Reading.of(events(message.field("Message").orElse("")));
        };
    }

    private static List<ProviderEvent> events(String message) {
        if (!message.strip().startsWith("{")) {
            // "Successfully validated SNS topic for Amazon SES event publishing." and what people publish by hand.
            return List.of();
        }
        JsonNode event = ProviderJson.read(message);
        String word = text(event.path("eventType"))
                .or(() -> text(event.path("notificationType")))
                .orElseThrow(() -> new UnreadablePostException("the message has no type that SES gives"));
        return new Told(word, event).events();
    }

    /** One event of SES, which may name several recipients. */
    private record Told(String word, JsonNode event) {
        List<ProviderEvent> events() {
            return switch (word) {
                case BOUNCE -> bounced();
                case COMPLAINT -> complained();
                case "Delivery" ->
                    all(event.path("delivery"), event.path("delivery").path("recipients"));
                case "DeliveryDelay" ->
                    all(event.path("deliveryDelay"), event.path("deliveryDelay").path("delayedRecipients"));
                case "Subscription" -> unsubscribed(event.path("subscription"));
                case "Open" -> theOnly(event.path("open"));
                case "Click" -> theOnly(event.path("click"));
                case "Reject" -> all(event.path("reject"), destination());
                case "Rendering Failure" -> all(event.path("failure"), destination());
                default -> List.of();
            };
        }

        private List<ProviderEvent> bounced() {
            JsonNode bounce = event.path("bounce");
            String kind = text(bounce.path("bounceType")).orElse("") + "/"
                    + text(bounce.path("bounceSubType")).orElse("");
            var events = new ArrayList<ProviderEvent>();
            for (JsonNode recipient : bounce.path("bouncedRecipients")) {
                // A permanent bounce can list somebody who is still tried.
                boolean delayed =
                        text(recipient.path("action")).filter("delayed"::equals).isPresent()
                                || text(recipient.path("status"))
                                        .filter(status -> status.startsWith("4."))
                                        .isPresent();
                said(
                                bounce,
                                recipient,
                                delayed && kind.startsWith("Permanent/") ? "delayed" : kind,
                                text(bounce.path("feedbackId")))
                        .ifPresent(events::add);
            }
            return events;
        }

        private List<ProviderEvent> complained() {
            JsonNode complaint = event.path("complaint");
            String kind = text(complaint.path("complaintFeedbackType"))
                    .map(type -> type.toLowerCase(Locale.ROOT))
                    .orElse(Policy.ANY);
            var events = new ArrayList<ProviderEvent>();
            for (JsonNode recipient : complaint.path("complainedRecipients")) {
                said(complaint, recipient, kind, text(complaint.path("feedbackId")))
                        .ifPresent(events::add);
            }
            return events;
        }

        private List<ProviderEvent> unsubscribed(JsonNode subscription) {
            boolean fromAll = subscription
                    .path("newTopicPreferences")
                    .path("unsubscribeAll")
                    .asBoolean(false);
            return fromAll ? all(subscription, destination(), "unsubscribe all") : List.of();
        }

        /** Who of several opened it nobody can tell. */
        private List<ProviderEvent> theOnly(JsonNode details) {
            return destination().size() == 1 ? all(details, destination()) : List.of();
        }

        private List<ProviderEvent> all(JsonNode details, JsonNode recipients) {
            return all(details, recipients, Policy.ANY);
        }

        private List<ProviderEvent> all(JsonNode details, JsonNode recipients, String detail) {
            var events = new ArrayList<ProviderEvent>();
            for (JsonNode recipient : recipients) {
                said(details, recipient, detail, Optional.empty()).ifPresent(events::add);
            }
            return events;
        }

        private JsonNode destination() {
            return event.path("mail").path("destination");
        }

        private Optional<ProviderEvent> said(
                JsonNode details, JsonNode recipient, String detail, Optional<String> feedbackId) {
            Optional<String> address = recipient.isTextual() ? text(recipient) : text(recipient.path("emailAddress"));
            Instant at = ProviderJson.time(details.path("timestamp"))
                    .or(() -> ProviderJson.time(event.path("mail").path("timestamp")))
                    .orElseThrow(() -> new UnreadablePostException("the event of SES lacks its time"));
            return address.map(to -> new ProviderEvent(
                    Policy.of(WebhookProvider.SES, word, detail),
                    to,
                    // An account with both kinds set up tells each bounce twice, under one feedback id.
                    feedbackId.map(id -> id + "/" + word + "/" + to.toLowerCase(Locale.ROOT)),
                    tag(),
                    text(event.path("mail").path("messageId")),
                    at,
                    text(recipient.path("status")),
                    words(details, recipient)));
        }

        private Optional<String> tag() {
            return text(event.path("mail")
                            .path("tags")
                            .path("asteris_message_id")
                            .path(0))
                    .or(this::headerTag);
        }

        private Optional<String> headerTag() {
            for (JsonNode header : event.path("mail").path("headers")) {
                if (text(header.path("name"))
                        .filter("X-Asteris-Message-Id"::equalsIgnoreCase)
                        .isPresent()) {
                    return text(header.path("value"));
                }
            }
            return Optional.empty();
        }

        private static String words(JsonNode details, JsonNode recipient) {
            return text(recipient.path("diagnosticCode"))
                    .or(() -> text(details.path("smtpResponse")))
                    .or(() -> text(details.path("reason")))
                    .or(() -> text(details.path("errorMessage")))
                    .or(() -> text(details.path("complaintFeedbackType")))
                    .or(() -> text(details.path("delayType")))
                    .orElse("");
        }
    }
}
