package io.asteris.contract.content;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.asteris.contract.Mailbox;
import java.io.IOException;
import java.util.List;

/** Writes an {@link Envelope} field by field, because every message costs one: the general way calls each accessor by reflection. */
final class EnvelopeWriter extends JsonSerializer<Envelope> {
    @Override
    public void serialize(Envelope envelope, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        json.writeStringField("message", envelope.message().text());
        json.writeStringField("site", envelope.site().value());
        json.writeStringField("from", envelope.from().text());
        json.writeArrayFieldStart("reply_to");
        for (Mailbox mailbox : envelope.replyTo()) {
            json.writeString(mailbox.text());
        }
        json.writeEndArray();
        recipients(json, envelope.recipients());
        json.writeStringField("subject", envelope.subject());
        headers(json, envelope.headers());
        attachments(json, envelope.attachments());
        json.writeStringField("accepted_at", envelope.acceptedAt().toString());
        if (envelope.unsubscribeUrl() != null) {
            json.writeStringField("unsubscribe_url", envelope.unsubscribeUrl().toString());
        }
        json.writeArrayFieldStart("tags");
        for (String tag : envelope.tags()) {
            json.writeString(tag);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void recipients(JsonGenerator json, List<Recipient> recipients) throws IOException {
        json.writeArrayFieldStart("recipients");
        for (Recipient recipient : recipients) {
            json.writeStartObject();
            json.writeNumberField("p", recipient.position());
            json.writeStringField("field", recipient.field().word());
            json.writeStringField("mailbox", recipient.mailbox().text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void headers(JsonGenerator json, List<Header> headers) throws IOException {
        json.writeArrayFieldStart("headers");
        for (Header header : headers) {
            json.writeStartObject();
            json.writeStringField("name", header.name());
            json.writeStringField("value", header.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void attachments(JsonGenerator json, List<AttachmentInfo> attachments) throws IOException {
        json.writeArrayFieldStart("attachments");
        for (AttachmentInfo attachment : attachments) {
            json.writeStartObject();
            json.writeNumberField("n", attachment.n());
            json.writeStringField("filename", attachment.filename());
            json.writeStringField("content_type", attachment.contentType());
            if (attachment.contentId() != null) {
                json.writeStringField("content_id", attachment.contentId());
            }
            json.writeNumberField("size", attachment.size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
