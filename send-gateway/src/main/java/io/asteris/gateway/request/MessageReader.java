package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.platform.http.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message object of the token stream. It goes on after a wrong field, so that everything wrong is found in one pass,
 * and throws at the end; only what makes further reading pointless ends it at once.
 */
final class MessageReader {
    static final int MAX_SUBJECT_OCTETS = 998;
    private static final int MAX_FIELDS = 64;

    private final JsonParser parser;
    private final String base;
    private final Findings findings = new Findings();
    private final JsonValues values;
    private final DecodedSize size;
    private final AddressFields addresses;
    private final HeaderFields headers;
    private final AttachmentFields attachments;
    private final LabelFields labels;
    private final OptionFields options;

    private String subject = "";
    private @Nullable String html;
    private @Nullable String text;

    MessageReader(JsonParser parser, byte[] source, String base, ReadingRules rules) {
        this.parser = parser;
        this.base = base;
        this.values = new JsonValues(parser, findings);
        this.size = new DecodedSize(rules.maxDecodedOctets());
        this.addresses = new AddressFields(parser, values, findings, base);
        this.headers = new HeaderFields(values, findings);
        this.attachments = new AttachmentFields(parser, values, findings, size, source);
        this.labels = new LabelFields(parser, values, findings);
        this.options = new OptionFields(values, findings, rules, base);
    }

    /**
     * Reads from the object's first token to its last.
     *
     * @throws ProblemException {@code 422} with all that is wrong, {@code 413} when the message is too large
     */
    SendRequest read() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            throw ProblemException.invalid(base, "a message is a JSON object");
        }
        values.members(base, MAX_FIELDS, (pointer, name, index) -> field(pointer, name));
        return finish();
    }

    private void field(String pointer, String name) throws IOException {
        switch (name) {
            case "from" -> addresses.readFrom(pointer);
            case "to" -> addresses.readRecipients(RecipientField.TO, pointer);
            case "cc" -> addresses.readRecipients(RecipientField.CC, pointer);
            case "bcc" -> addresses.readRecipients(RecipientField.BCC, pointer);
            case "reply_to" -> addresses.readReplyTo(pointer);
            case "subject" -> subject(pointer);
            case "html" -> html = bodyText(pointer);
            case "text" -> text = bodyText(pointer);
            case "headers" -> headers.read(pointer);
            case "attachments" -> attachments.read(pointer);
            case "source" -> labels.readSource(pointer);
            case "tags" -> labels.readTags(pointer);
            case "metadata" -> labels.readMetadata(pointer);
            case "scheduled_at" -> options.readScheduledAt(pointer);
            case "expires_at" -> options.readExpiresAt(pointer);
            case "unsubscribe_url" -> options.readUnsubscribeUrl(pointer);
            case "sensitive" -> options.readSensitive(pointer);
            case "on_unknown" -> options.readOnUnknown(pointer);
            case "provider" -> options.readProvider(pointer);
            default -> values.unknown(pointer);
        }
    }

    private void subject(String pointer) throws IOException {
        String given = values.text(pointer);
        if (given != null && Texts.header(findings, pointer, given, MAX_SUBJECT_OCTETS)) {
            subject = given;
        }
    }

    private @Nullable String bodyText(String pointer) throws IOException {
        String given = values.text(pointer);
        if (given == null || given.isEmpty()) {
            return null;
        }
        long octets = Texts.bodyOctets(findings, pointer, given);
        if (octets > 0) {
            size.add(octets);
        }
        // A refused text counts as given, so that the findings do not also call it missing.
        return given;
    }

    private SendRequest finish() {
        options.finish();
        if (options.unsubscribeUrl() != null) {
            headers.refuseUnsubscribe(base + "/headers");
        }
        var recipients = addresses.recipients();
        if (html == null && text == null) {
            findings.add(base + "/html", "a message needs html or text that is not empty");
        }
        if (!findings.isEmpty()) {
            throw findings.problem();
        }
        return new SendRequest(
                addresses.from(),
                recipients,
                addresses.replyTo(),
                subject,
                new Body(html, text),
                headers.headers(),
                attachments.attachments(),
                labels.source(),
                labels.tags(),
                labels.metadata(),
                options.scheduledAt(),
                options.expiresAt(),
                options.unsubscribeUrl(),
                options.sensitive(),
                options.onUnknown(),
                options.provider(),
                size.octets());
    }
}
