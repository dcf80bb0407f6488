package io.asteris.contract.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@link MessageAccepted} field by field, because every message costs one: the general way calls each accessor by reflection. */
final class MessageAcceptedWriter extends JsonSerializer<MessageAccepted> {
    @Override
    public void serialize(MessageAccepted event, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        json.writeStringField("message", event.message().text());
        json.writeStringField("site", event.site().value());
        json.writeStringField("kind", event.kind().word());
        json.writeStringField("accepted_at", event.acceptedAt().toString());
        json.writeStringField("source", event.source());
        tags(json, event.tags());
        metadata(json, event.metadata());
        json.writeNumberField("size", event.size());
        json.writeNumberField("attachments", event.attachments());
        json.writeStringField("from_domain", event.fromDomain());
        recipients(json, event.recipients());
        optional(json, "scheduled_at", event.scheduledAt());
        optional(json, "expires_at", event.expiresAt());
        optional(json, "provider", event.provider());
        optional(json, "resend_of", event.resendOf());
        if (event.onUnknown() != null) {
            json.writeStringField("on_unknown", event.onUnknown().word());
        }
        if (event.sensitive() != null) {
            json.writeBooleanField("sensitive", event.sensitive());
        }
        json.writeEndObject();
    }

    private static void tags(JsonGenerator json, List<String> tags) throws IOException {
        json.writeArrayFieldStart("tags");
        for (String tag : tags) {
            json.writeString(tag);
        }
        json.writeEndArray();
    }

    private static void metadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        json.writeObjectFieldStart("metadata");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void recipients(JsonGenerator json, List<MessageAccepted.To> recipients) throws IOException {
        json.writeArrayFieldStart("recipients");
        for (MessageAccepted.To to : recipients) {
            json.writeStartObject();
            json.writeNumberField("p", to.position());
            json.writeStringField("field", to.field().word());
            json.writeStringField("h", to.hash().value());
            json.writeStringField("domain", to.domain());
            optional(json, "ha", to.hashForAllSites());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What is there, by its own text. */
    private static void optional(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
