package io.asteris.log.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.asteris.contract.MessageId;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as JSON objects: the entry as a list shows it, with the body beside its fields. It goes field by field, because a file
 * has a million rows, and binding each of them takes several times as long.
 */
final class JsonRows {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString SITE = new SerializedString("site");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString CREATED_AT = new SerializedString("created_at");
    private static final SerializableString UPDATED_AT = new SerializedString("updated_at");
    private static final SerializableString FROM = new SerializedString("from");
    private static final SerializableString TO = new SerializedString("to");
    private static final SerializableString CC = new SerializedString("cc");
    private static final SerializableString BCC = new SerializedString("bcc");
    private static final SerializableString SUBJECT = new SerializedString("subject");
    private static final SerializableString SOURCE = new SerializedString("source");
    private static final SerializableString PROVIDER = new SerializedString("provider");
    private static final SerializableString ERROR = new SerializedString("error");
    private static final SerializableString ANSWER = new SerializedString("answer");
    private static final SerializableString TAGS = new SerializedString("tags");
    private static final SerializableString METADATA = new SerializedString("metadata");
    private static final SerializableString ATTACHMENTS = new SerializedString("attachments");
    private static final SerializableString FILENAME = new SerializedString("filename");
    private static final SerializableString CONTENT_TYPE = new SerializedString("content_type");
    private static final SerializableString CONTENT_ID = new SerializedString("content_id");
    private static final SerializableString SIZE = new SerializedString("size");
    private static final SerializableString RESEND_OF = new SerializedString("resend_of");
    private static final SerializableString POSSIBLE_DUPLICATE = new SerializedString("possible_duplicate");
    private static final SerializableString RECIPIENTS = new SerializedString("recipients");
    private static final SerializableString ADDRESS = new SerializedString("address");
    private static final SerializableString FIELD = new SerializedString("field");
    private static final SerializableString REASON = new SerializedString("reason");
    private static final SerializableString BODY = new SerializedString("body");
    private static final SerializableString HTML = new SerializedString("html");
    private static final SerializableString TEXT = new SerializedString("text");

    /** Octets of a row, in many cases. */
    private static final int USUAL = 768;

    private final JsonGenerator json;
    private final Moments moments = new Moments();

    private JsonRows(JsonGenerator json) {
        this.json = json;
    }

    /** The rows, the first behind one text and each other behind another, all of them before a third. */
    static byte[] written(List<Row> rows, String beforeFirst, String beforeOther, String after) {
        var octets = new ByteArrayOutputStream(rows.size() * USUAL);
        try (JsonGenerator json = FACTORY.createGenerator(octets, JsonEncoding.UTF8)) {
            json.setRootValueSeparator(null);
            var writer = new JsonRows(json);
            String before = beforeFirst;
            for (Row row : rows) {
                json.writeRaw(before);
                writer.write(row);
                json.writeRaw(after);
                before = beforeOther;
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("an array takes all that is written", impossible);
        }
        return octets.toByteArray();
    }

    private void write(Row row) throws IOException {
        json.writeStartObject();
        write(row.entry());
        Body body = row.body();
        if (body != null) {
            json.writeFieldName(BODY);
            json.writeStartObject();
            text(HTML, body.html());
            text(TEXT, body.text());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void write(LogEntry entry) throws IOException {
        text(ID, entry.id().text());
        text(SITE, entry.site().value());
        text(STATUS, entry.status().word());
        moment(CREATED_AT, entry.createdAt());
        moment(UPDATED_AT, entry.updatedAt());
        text(FROM, entry.from());
        texts(TO, entry.to());
        texts(CC, entry.cc());
        texts(BCC, entry.bcc());
        text(SUBJECT, entry.subject());
        text(SOURCE, entry.source());
        text(PROVIDER, entry.provider());
        text(ERROR, entry.error());
        text(ANSWER, entry.answer());
        texts(TAGS, entry.tags());
        metadata(entry.metadata());
        attachments(entry.attachments());
        number(SIZE, entry.size());
        MessageId original = entry.resendOf();
        text(RESEND_OF, original == null ? null : original.text());
        json.writeFieldName(POSSIBLE_DUPLICATE);
        json.writeBoolean(entry.possibleDuplicate());
        recipients(entry.recipients());
    }

    private void metadata(Map<String, String> metadata) throws IOException {
        json.writeFieldName(METADATA);
        json.writeStartObject();
        for (Map.Entry<String, String> one : metadata.entrySet()) {
            json.writeStringField(one.getKey(), one.getValue());
        }
        json.writeEndObject();
    }

    private void attachments(List<LogEntry.Attachment> attachments) throws IOException {
        json.writeFieldName(ATTACHMENTS);
        json.writeStartArray();
        for (LogEntry.Attachment attachment : attachments) {
            json.writeStartObject();
            text(FILENAME, attachment.filename());
            text(CONTENT_TYPE, attachment.contentType());
            text(CONTENT_ID, attachment.contentId());
            number(SIZE, attachment.size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void recipients(List<LogEntry.Recipient> recipients) throws IOException {
        json.writeFieldName(RECIPIENTS);
        json.writeStartArray();
        for (LogEntry.Recipient recipient : recipients) {
            json.writeStartObject();
            text(ADDRESS, recipient.address());
            text(FIELD, recipient.field().word());
            text(STATUS, recipient.status().word());
            text(REASON, recipient.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void texts(SerializableString name, List<String> texts) throws IOException {
        json.writeFieldName(name);
        json.writeStartArray();
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void moment(SerializableString name, Instant at) throws IOException {
        text(name, moments.text(at));
    }

    private void number(SerializableString name, long number) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(number);
    }

    /** What is absent is left out. */
    private void text(SerializableString name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeFieldName(name);
            json.writeString(text);
        }
    }
}
