package io.asteris.dispatcher.provider.mailgun;

import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.dispatcher.mime.MessageRenderer;
import io.asteris.dispatcher.mime.PlainHeaders;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.api.UnsendableException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a message as Mailgun wants it. */
final class MailgunMail {
    private static final int MOST_RECIPIENTS = 1_000;
    private static final int MOST_TAGS = 3;
    private static final int MOST_OPTION_OCTETS = 16 * 1024;
    private static final long MOST_OCTETS = 25 * 1024 * 1024;

    private final Outgoing message;
    private final Envelope envelope;
    private final MultipartForm form = new MultipartForm();
    private int optionOctets;

    private MailgunMail(Outgoing message) {
        this.message = message;
        this.envelope = message.envelope();
    }

    /** @throws UnsendableException when it breaks a limit of Mailgun's */
    static MultipartForm of(Outgoing message) {
        if (message.owed().size() > MOST_RECIPIENTS) {
            throw new UnsendableException("Mailgun takes at most " + MOST_RECIPIENTS + " recipients a message.");
        }
        if (message.size() > MOST_OCTETS) {
            throw new UnsendableException(
                    "Mailgun takes messages of at most 25 MB; this one has " + message.size() + " octets.");
        }
        return new MailgunMail(message).write();
    }

    private MultipartForm write() {
        form.field("from", person(envelope.from()));
        addRecipients();
        form.field("subject", PlainHeaders.checked("Subject", envelope.subject()));
        addTexts();
        addHeaders();
        option("v:asteris_message_id", envelope.message().text());
        envelope.tags().stream()
                .filter(tag -> tag.chars().allMatch(c -> c >= ' ' && c <= '~'))
                .limit(MOST_TAGS)
                .forEach(tag -> option("o:tag", tag));
        if (optionOctets > MOST_OPTION_OCTETS) {
            throw new UnsendableException(
                    "Mailgun takes headers and options of at most 16 kB together; this message has " + optionOctets
                            + " octets of them.");
        }
        addAttachments();
        return form;
    }

    /**
     * A "to" must be there: without one cc stands in, and without that the bcc, each of whom gets a mail that shows nobody else
     * because of the recipient variables.
     */
    private void addRecipients() {
        List<Mailbox> to = message.owed(RecipientField.TO);
        List<Mailbox> cc = message.owed(RecipientField.CC);
        List<Mailbox> bcc = message.owed(RecipientField.BCC);
        if (to.isEmpty() && cc.isEmpty()) {
            add("to", bcc);
            form.field(
                    "recipient-variables",
                    new JsonObject(bcc.stream()
                                    .collect(Collectors.toMap(
                                            mailbox -> mailbox.address().text(),
                                            mailbox -> (Object) new JsonObject(),
                                            (one, same) -> one)))
                            .encode());
            return;
        }
        add("to", to.isEmpty() ? cc : to);
        add("cc", to.isEmpty() ? List.of() : cc);
        add("bcc", bcc);
    }

    private void add(String name, List<Mailbox> mailboxes) {
        mailboxes.forEach(mailbox -> form.field(name, person(mailbox)));
    }

    /** A name of letters, digits and spaces stands bare; any other in quotes (RFC 5322 3.4). */
    static String person(Mailbox mailbox) {
        String address = mailbox.address().text();
        String name = mailbox.name();
        if (name.isEmpty()) {
            return address;
        }
        boolean bare = name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ');
        return (bare ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"') + " <" + address + ">";
    }

    private void addTexts() {
        addText("text", message.body().text());
        addText("html", message.body().html());
        boolean empty = Objects.requireNonNullElse(message.body().text(), "").isEmpty()
                && Objects.requireNonNullElse(message.body().html(), "").isEmpty();
        if (empty) {
            addText("text", " ");
        }
    }

    private void addText(String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            form.field(name, text);
        }
    }

    private void addHeaders() {
        if (!envelope.replyTo().isEmpty()) {
            option(
                    "h:Reply-To",
                    envelope.replyTo().stream().map(MailgunMail::person).collect(Collectors.joining(", ")));
        }
        for (Header header : PlainHeaders.of(envelope)) {
            if (!header.name().chars().allMatch(c -> c > ' ' && c <= '~')) {
                throw new UnsendableException("Mailgun takes header names in ASCII only.");
            }
            option("h:" + header.name(), header.value());
        }
        option("h:Message-Id", MessageRenderer.messageId(envelope));
    }

    private void option(String name, String value) {
        optionOctets += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
        form.field(name, value);
    }

    /** The Content-ID of an inline part is its file name. */
    private void addAttachments() {
        for (int i = 0; i < message.attachments().size(); i++) {
            AttachmentInfo info = envelope.attachments().get(i);
            boolean inline = message.isInline(info);
            String name = inline ? Objects.requireNonNull(info.contentId()) : info.filename();
            form.file(
                    inline ? "inline" : "attachment",
                    PlainHeaders.checked("of a file name", name),
                    PlainHeaders.checked("Content-Type", info.contentType()),
                    message.attachments().get(i));
        }
    }
}
