package io.asteris.dispatcher.mime;

import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Envelope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.message.HeaderImpl;

/** Writes the headers of a message: ours first, then the caller's own. */
final class MessageHeaders {
    /** RFC 5322 3.3, always in UTC. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** API.md, "Send body": ours to set. The accept path refuses them; a second From must never slip through. */
    private static final Set<String> OURS = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "date",
            "message-id",
            "subject",
            "mime-version",
            "dkim-signature",
            "return-path",
            "received");

    private static final List<String> OURS_BY_PREFIX = List.of("content-", "resent-", "x-asteris-");

    /** Values that mail programs read literally: encoding or folding inside a URL makes them useless. */
    private static final Set<String> LITERAL = Set.of("list-unsubscribe", "list-unsubscribe-post");

    private final Header header = new HeaderImpl();
    private final boolean utf8;

    private MessageHeaders(boolean utf8) {
        this.utf8 = utf8;
    }

    static Header of(Envelope envelope, boolean utf8, boolean showsBcc) {
        var headers = new MessageHeaders(utf8);
        headers.addOurs(envelope, showsBcc);
        envelope.headers()
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
            addUnsubscribe(envelope.unsubscribeUrl());
        }
        add("MIME-Version", "1.0");
    }

    /** RFC 8058: both, or one-click does not work. */
    private void addUnsubscribe(URI url) {
        String text = url.toASCIIString();
        boolean safe = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>' && c != ',');
        if (!safe || !"https".equalsIgnoreCase(url.getScheme())) {
            throw new UnrenderableMessageException(
                    "the unsubscribe_url is no https address, or has a comma, bracket or space in it");
        }
        add("List-Unsubscribe", "<" + text + ">");
        add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }

    private void addTheirs(String name, String value, boolean unsubscribeIsOurs) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || OURS_BY_PREFIX.stream().anyMatch(lower::startsWith)) {
            throw new UnrenderableMessageException("the header " + name + " is not the caller's to set");
        }
        if (!LITERAL.contains(lower)) {
            add(name, HeaderText.unstructured(name, value));
        } else if (!unsubscribeIsOurs) {
            HeaderText.refuseControls(name, value);
            add(name, asciiUrls(value.strip()).replaceAll(",\\s*(?=<)", ",\r\n "));
        }
    }

    /** RFC 3987 3.1: what is beyond ASCII in an address of the web is percent-encoded UTF-8. */
    private static String asciiUrls(String value) {
        var ascii = new StringBuilder(value.length());
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet < 0) {
                ascii.append(String.format("%%%02X", octet & 0xff));
            } else {
                ascii.append((char) octet);
            }
        }
        return ascii.toString();
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
