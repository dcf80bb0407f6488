package io.asteris.dispatcher.mime;

import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Envelope;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.message.HeaderImpl;

/** Writes the headers of a message: ours first, then the caller's own. */
final class MessageHeaders {
    /** RFC 5322 3.3, always in UTC. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Header header = new HeaderImpl();
    private final boolean utf8;

    private MessageHeaders(boolean utf8) {
        this.utf8 = utf8;
    }

    static Header of(Envelope envelope, boolean utf8, boolean showsBcc) {
        var headers = new MessageHeaders(utf8);
        headers.addOurs(envelope, showsBcc);
        envelope.headers().stream()
                .filter(each -> !each.name().equals(MessageRenderer.KEPT_ID))
                .forEach(each -> headers.addTheirs(each.name(), each.value(), envelope.unsubscribeUrl() != null));
        return headers.header;
    }

    private void addOurs(Envelope envelope, boolean showsBcc) {
        add("Date", DATE.format(envelope.acceptedAt()));
        addMailboxes("From", List.of(envelope.from()));
        addMailboxes("Reply-To", envelope.replyTo());
        addMailboxes("To", envelope.in(RecipientField.TO));
        addMailboxes("Cc", envelope.in(RecipientField.CC));
        if (showsBcc) {
            addMailboxes("Bcc", envelope.in(RecipientField.BCC));
        } else if (envelope.in(RecipientField.TO).isEmpty()
                && envelope.in(RecipientField.CC).isEmpty()) {
            add("To", "undisclosed-recipients:;");
        }
        add("Subject", HeaderText.unstructured("Subject", envelope.subject()));
        add("Message-ID", MessageRenderer.messageId(envelope));
        add("X-Asteris-Message-Id", envelope.message().text());
        if (envelope.unsubscribeUrl() != null) {
            PlainHeaders.unsubscribe(envelope.unsubscribeUrl()).forEach(each -> add(each.name(), each.value()));
        }
        add("MIME-Version", "1.0");
    }

    private void addTheirs(String name, String value, boolean unsubscribeIsOurs) {
        String plain = PlainHeaders.theirs(name, value);
        if (!PlainHeaders.isLiteral(name)) {
            add(name, HeaderText.fold(name.length() + 2, plain));
        } else if (!unsubscribeIsOurs) {
            add(name, plain.replaceAll(",\\s*(?=<)", ",\r\n "));
        }
    }

    private void addMailboxes(String name, List<Mailbox> mailboxes) {
        if (!mailboxes.isEmpty()) {
            add(name, MailboxList.of(name, mailboxes, utf8));
        }
    }

    private void add(String name, String value) {
        header.addField(HeaderLine.of(name, value));
    }
}
