package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Recipient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from, to, cc, bcc and reply_to: one string, or an array of them, each of them one mailbox. */
final class AddressFields {
    static final int MAX_RECIPIENTS = 50;
    static final int MAX_REPLY_TO = 10;
    private static final int MAX_TEXT = 1024;

    private final JsonParser parser;
    private final JsonValues values;
    private final Findings findings;
    private final String base;

    private @Nullable Mailbox from;
    private final List<Mailbox> replyTo = new ArrayList<>();
    private final Map<RecipientField, List<Mailbox>> fields = new EnumMap<>(RecipientField.class);
    private int given;

    AddressFields(JsonParser parser, JsonValues values, Findings findings, String base) {
        this.parser = parser;
        this.values = values;
        this.findings = findings;
        this.base = base;
    }

    void readFrom(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text != null && !text.isBlank()) {
            from = mailbox(pointer, text);
        }
    }

    void readReplyTo(String pointer) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            values.elements(pointer, MAX_REPLY_TO, (place, name, index) -> add(place, replyTo));
        } else {
            add(pointer, replyTo);
        }
    }

    void readRecipients(RecipientField field, String pointer) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            // The bound over all three fields is checked in one place; this one only keeps memory bounded.
            values.elements(pointer, Integer.MAX_VALUE, (place, name, index) -> recipient(place, field));
        } else {
            recipient(pointer, field);
        }
    }

    private void recipient(String pointer, RecipientField field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (given == MAX_RECIPIENTS) {
            findings.add(pointer, "a message has at most " + MAX_RECIPIENTS + " recipients over to, cc and bcc");
        }
        if (given < MAX_RECIPIENTS) {
            add(pointer, fields.computeIfAbsent(field, first -> new ArrayList<>()));
        } else {
            parser.skipChildren();
        }
        given++;
    }

    private void add(String pointer, List<Mailbox> list) throws IOException {
        String text = values.text(pointer);
        if (text == null) {
            return;
        }
        Mailbox mailbox = mailbox(pointer, text);
        if (mailbox != null) {
            list.add(mailbox);
        }
    }

    private @Nullable Mailbox mailbox(String pointer, String text) {
        if (text.length() > MAX_TEXT) {
            findings.add(pointer, "an address with its name has at most " + MAX_TEXT + " characters");
            return null;
        }
        try {
            return Mailbox.of(text);
        } catch (IllegalArgumentException broken) {
            findings.add(pointer, String.valueOf(broken.getMessage()));
            return null;
        }
    }

    @Nullable
    Mailbox from() {
        return from;
    }

    List<Mailbox> replyTo() {
        return replyTo;
    }

    /**
     * The recipients in the order to, cc, bcc. An address that stands there twice is written to once, at its first place: two
     * copies of one mail help nobody, and a provider would make one of them anyway.
     */
    List<Recipient> recipients() {
        var recipients = new ArrayList<Recipient>();
        var seen = new HashSet<String>();
        for (RecipientField field : RecipientField.values()) {
            for (Mailbox mailbox : fields.getOrDefault(field, List.of())) {
                if (seen.add(mailbox.address().canonical())) {
                    recipients.add(new Recipient(recipients.size(), field, mailbox));
                }
            }
        }
        if (given == 0) {
            findings.add(base + "/to", "a message needs at least one recipient in to, cc or bcc");
        }
        return recipients;
    }
}
