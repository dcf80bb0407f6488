package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as JSON objects: the entry as a list shows it, with the body beside its fields. It goes field by field, because a file
 * has a million rows, and binding each of them takes several times as long, and a generator of tokens still twice.
 */
final class JsonRows {
    private static final byte[] ID = name("id");
    private static final byte[] SITE = name("site");
    private static final byte[] STATUS = name("status");
    private static final byte[] CREATED_AT = name("created_at");
    private static final byte[] UPDATED_AT = name("updated_at");
    private static final byte[] FROM = name("from");
    private static final byte[] TO = name("to");
    private static final byte[] CC = name("cc");
    private static final byte[] BCC = name("bcc");
    private static final byte[] SUBJECT = name("subject");
    private static final byte[] SOURCE = name("source");
    private static final byte[] PROVIDER = name("provider");
    private static final byte[] ERROR = name("error");
    private static final byte[] ANSWER = name("answer");
    private static final byte[] TAGS = name("tags");
    private static final byte[] METADATA = name("metadata");
    private static final byte[] ATTACHMENTS = name("attachments");
    private static final byte[] FILENAME = name("filename");
    private static final byte[] CONTENT_TYPE = name("content_type");
    private static final byte[] CONTENT_ID = name("content_id");
    private static final byte[] SIZE = name("size");
    private static final byte[] RESEND_OF = name("resend_of");
    private static final byte[] POSSIBLE_DUPLICATE = name("possible_duplicate");
    private static final byte[] RECIPIENTS = name("recipients");
    private static final byte[] ADDRESS = name("address");
    private static final byte[] FIELD = name("field");
    private static final byte[] REASON = name("reason");
    private static final byte[] BODY = name("body");
    private static final byte[] HTML = name("html");
    private static final byte[] TEXT = name("text");
    private static final byte[] TRUE = Utf8.ascii("true");
    private static final byte[] FALSE = Utf8.ascii("false");

    private static final byte[] HEX = Utf8.ascii("0123456789ABCDEF");
    private static final byte[] UNICODE = Utf8.ascii("\\u00");

    /** What RFC 8259 does not let stand in a string. */
    private static final boolean[] ESCAPED = escaped();

    /** The letters of those controls that have one. */
    private static final String WITH_LETTER = "\b\t\n\f\r\"\\";

    private static final String LETTERS = "btnfr\"\\";

    private final Utf8 out;

    private JsonRows(Utf8 out) {
        this.out = out;
    }

    /** Writes one row. */
    static void write(Row row, Utf8 out) {
        new JsonRows(out).write(row);
    }

    private void write(Row row) {
        out.octet('{');
        write(row.entry());
        Body body = row.body();
        if (body != null) {
            field(BODY);
            out.octet('{');
            text(HTML, body.html());
            text(TEXT, body.text());
            out.octet('}');
        }
        out.octet('}');
    }

    private void write(LogEntry entry) {
        id(ID, entry.id());
        text(SITE, entry.site().value());
        word(STATUS, entry.status().word());
        field(CREATED_AT);
        moment(entry.createdAt());
        field(UPDATED_AT);
        moment(entry.updatedAt());
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
        field(SIZE);
        out.number(entry.size());
        id(RESEND_OF, entry.resendOf());
        field(POSSIBLE_DUPLICATE);
        out.put(entry.possibleDuplicate() ? TRUE : FALSE);
        recipients(entry.recipients());
    }

    private void metadata(Map<String, String> metadata) {
        field(METADATA);
        out.octet('{');
        metadata.forEach((name, value) -> {
            separate('{');
            string(name);
            out.octet(':');
            string(value);
        });
        out.octet('}');
    }

    private void attachments(List<LogEntry.Attachment> attachments) {
        field(ATTACHMENTS);
        out.octet('[');
        for (LogEntry.Attachment attachment : attachments) {
            separate('[');
            out.octet('{');
            text(FILENAME, attachment.filename());
            text(CONTENT_TYPE, attachment.contentType());
            text(CONTENT_ID, attachment.contentId());
            field(SIZE);
            out.number(attachment.size());
            out.octet('}');
        }
        out.octet(']');
    }

    private void recipients(List<LogEntry.Recipient> recipients) {
        field(RECIPIENTS);
        out.octet('[');
        for (LogEntry.Recipient recipient : recipients) {
            separate('[');
            out.octet('{');
            text(ADDRESS, recipient.address());
            word(FIELD, recipient.field().word());
            word(STATUS, recipient.status().word());
            text(REASON, recipient.reason());
            out.octet('}');
        }
        out.octet(']');
    }

    private void texts(byte[] name, List<String> texts) {
        field(name);
        out.octet('[');
        for (String text : texts) {
            separate('[');
            string(text);
        }
        out.octet(']');
    }

    private void moment(Instant at) {
        out.octet('"');
        out.moment(at);
        out.octet('"');
    }

    private void id(byte[] name, @Nullable MessageId id) {
        if (id != null) {
            field(name);
            out.octet('"');
            out.uuid(id.value());
            out.octet('"');
        }
    }

    /** What is absent is left out. */
    private void text(byte[] name, @Nullable String text) {
        if (text != null) {
            field(name);
            string(text);
        }
    }

    /** A word of ours, in which nothing is to be escaped. */
    private void word(byte[] name, String word) {
        field(name);
        out.octet('"');
        out.put(word);
        out.octet('"');
    }

    private void string(String text) {
        byte[] utf8 = Utf8.of(text);
        out.octet('"');
        for (int at = out.upTo(ESCAPED, utf8, 0); at < utf8.length; at = out.upTo(ESCAPED, utf8, at + 1)) {
            escape(utf8[at]);
        }
        out.octet('"');
    }

    private void escape(byte character) {
        int letter = WITH_LETTER.indexOf(character);
        if (letter >= 0) {
            out.octet('\\');
            out.octet(LETTERS.charAt(letter));
        } else {
            out.put(UNICODE);
            out.octet(HEX[character >> 4]);
            out.octet(HEX[character & 0xf]);
        }
    }

    /** A name with the comma before it, which is left out where an object begins. */
    private void field(byte[] name) {
        out.put(name, out.last() == '{' ? 1 : 0);
    }

    private void separate(char beginning) {
        if (out.last() != beginning) {
            out.octet(',');
        }
    }

    private static byte[] name(String name) {
        return Utf8.ascii(",\"" + name + "\":");
    }

    private static boolean[] escaped() {
        var all = new StringBuilder("\"\\");
        for (char control = 0; control < ' '; control++) {
            all.append(control);
        }
        return Utf8.marked(all.toString());
    }
}
