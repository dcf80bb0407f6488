package io.asteris.dispatcher.provider.sendgrid;

import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.mime.PlainHeaders;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.api.Octets;
import io.asteris.dispatcher.provider.api.UnsendableException;
import io.asteris.platform.egress.HttpBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a message as SendGrid wants it; attachments are encoded while it is sent. */
final class SendGridMail {
    private static final int MOST_RECIPIENTS = 1_000;
    private static final int MOST_CATEGORIES = 10;
    private static final long MOST_OCTETS = 30_000_000;

    /** A 400 at SendGrid. */
    private static final Set<String> RESERVED = Set.of(
            "x-sg-id",
            "x-sg-eid",
            "received",
            "dkim-signature",
            "content-type",
            "content-transfer-encoding",
            "to",
            "from",
            "subject",
            "reply-to",
            "cc",
            "bcc");

    private final Outgoing message;
    private final Envelope envelope;

    /** An address twice in one personalization is a 400. */
    private final Set<String> named = new HashSet<>();

    private SendGridMail(Outgoing message) {
        this.message = message;
        this.envelope = message.envelope();
    }

    /** @throws UnsendableException when it breaks a limit of SendGrid's */
    static HttpBody of(Outgoing message) {
        if (message.owed().size() > MOST_RECIPIENTS) {
            throw new UnsendableException("SendGrid takes at most " + MOST_RECIPIENTS + " recipients a message.");
        }
        if (message.size() > MOST_OCTETS) {
            throw new UnsendableException(
                    "SendGrid takes messages of at most 30 MB; this one has " + message.size() + " octets.");
        }
        var mail = new SendGridMail(message);
        return mail.withAttachments(mail.json().encode());
    }

    private JsonObject json() {
        var json = new JsonObject()
                .put("personalizations", personalizations())
                .put("from", person(envelope.from()))
                .put("subject", PlainHeaders.checked("Subject", envelope.subject()))
                .put("content", content())
                .put(
                        "custom_args",
                        new JsonObject()
                                .put("asteris_message_id", envelope.message().text()))
                .put("headers", headers());
        List<Mailbox> replyTo = envelope.replyTo();
        if (replyTo.size() == 1) {
            json.put("reply_to", person(replyTo.getFirst()));
        } else if (!replyTo.isEmpty()) {
            json.put("reply_to_list", people(replyTo));
        }
        if (!envelope.tags().isEmpty()) {
            json.put(
                    "categories",
                    new JsonArray(
                            envelope.tags().stream().limit(MOST_CATEGORIES).toList()));
        }
        return json;
    }

    /**
     * One mail in which all but bcc see each other. A "to" must be there: without one cc stands in, and without that each bcc gets a
     * mail of its own that shows nobody else.
     */
    private JsonArray personalizations() {
        JsonArray to = others(RecipientField.TO);
        JsonArray cc = others(RecipientField.CC);
        JsonArray bcc = others(RecipientField.BCC);
        if (to.isEmpty() && cc.isEmpty()) {
            var each = new JsonArray();
            bcc.forEach(person -> each.add(new JsonObject().put("to", new JsonArray().add(person))));
            return each;
        }
        var all = new JsonObject().put("to", to.isEmpty() ? cc : to);
        if (!to.isEmpty() && !cc.isEmpty()) {
            all.put("cc", cc);
        }
        if (!bcc.isEmpty()) {
            all.put("bcc", bcc);
        }
        return new JsonArray().add(all);
    }

    private JsonArray others(RecipientField field) {
        return people(message.owed(field).stream()
                .filter(mailbox -> named.add(mailbox.address().canonical()))
                .toList());
    }

    private static JsonArray people(List<Mailbox> mailboxes) {
        var people = new JsonArray();
        mailboxes.forEach(mailbox -> people.add(person(mailbox)));
        return people;
    }

    private static JsonObject person(Mailbox mailbox) {
        var person = new JsonObject().put("email", mailbox.address().text());
        return mailbox.name().isEmpty() ? person : person.put("name", mailbox.name());
    }

    /** Plain text first; an empty value is refused. */
    private JsonArray content() {
        var content = new JsonArray();
        addText(content, "text/plain", message.body().text());
        addText(content, "text/html", message.body().html());
        if (content.isEmpty()) {
            addText(content, "text/plain", " ");
        }
        return content;
    }

    private static void addText(JsonArray content, String type, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            content.add(new JsonObject().put("type", type).put("value", text));
        }
    }

    private JsonObject headers() {
        var headers = new JsonObject().put("Message-ID", MessageRenderer.messageId(envelope));
        for (Header header : PlainHeaders.of(envelope)) {
            if (RESERVED.contains(header.name().toLowerCase(Locale.ROOT))) {
                throw new UnsendableException("SendGrid does not let mail set the header " + header.name() + ".");
            }
            headers.put(header.name(), header.value());
        }
        return headers;
    }

    private HttpBody withAttachments(String json) {
        if (message.attachments().isEmpty()) {
            return HttpBody.of(json);
        }
        List<HttpBody> parts = new ArrayList<>();
        parts.add(HttpBody.of(json.substring(0, json.length() - 1) + ",\"attachments\":["));
        for (int i = 0; i < message.attachments().size(); i++) {
            byte[] octets = message.attachments().get(i);
            String about = about(envelope.attachments().get(i), octets).encode();
            parts.add(HttpBody.of((i == 0 ? "" : ",") + "{\"content\":\""));
            parts.add(Octets.base64(octets));
            parts.add(HttpBody.of("\"," + about.substring(1)));
        }
        parts.add(HttpBody.of("]}"));
        return Octets.join(parts);
    }

    private JsonObject about(AttachmentInfo info, byte[] octets) {
        boolean inline = message.isInline(info);
        var about = new JsonObject()
                .put("filename", PlainHeaders.checked("of a file name", info.filename()))
                .put("type", type(info.contentType(), octets))
                .put("disposition", inline ? "inline" : "attachment");
        return info.contentId() == null
                ? about
                : about.put("content_id", PlainHeaders.checked("Content-ID", info.contentId()));
    }

    /** SendGrid drops or changes the charset of text, which garbles what is not ASCII; octets it leaves alone. */
    private static String type(String given, byte[] octets) {
        String type = given.split(";", 2)[0].strip();
        boolean plain = type.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+");
        boolean garbled = type.toLowerCase(Locale.ROOT).startsWith("text/") && !isAscii(octets);
        return plain && !garbled ? type : "application/octet-stream";
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
