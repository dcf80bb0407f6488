package io.asteris.ingest.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The providers whose posts are understood. */
public enum WebhookProvider {
    SENDGRID,
    MAILGUN,
    SES;

    /** The word in paths and JSON, which is the preset's name. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to tick at the provider, in the words of its own console. */
    public List<String> events() {
        return switch (this) {
            case SENDGRID -> List.of("Delivered", "Deferred", "Bounced", "Dropped", "Spam Reports", "Unsubscribed");
            case MAILGUN -> List.of("delivered", "temporary_fail", "permanent_fail", "complained", "unsubscribed");
            case SES -> List.of("Delivery", "DeliveryDelay", "Bounce", "Complaint", "Reject", "Rendering Failure");
        };
    }

    /** The provider of that word; empty when there is none. */
    public static Optional<WebhookProvider> named(String word) {
        return Arrays.stream(values())
                .filter(provider -> provider.word().equals(word))
                .findFirst();
    }
}
