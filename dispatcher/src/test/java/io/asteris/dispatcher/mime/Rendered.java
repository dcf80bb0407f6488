package io.asteris.dispatcher.mime;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/** A message to be rendered in a test, with plain values where the test says nothing, and readers of the result. */
final class Rendered {
    static final MessageId ID = MessageId.of("019a8d2e-7c00-7000-8000-000000000001");

    private Mailbox from = Mailbox.of("Shop <shop@example.org>");
    private final List<Mailbox> replyTo = new ArrayList<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private String subject = "Hello";
    private @Nullable String html;
    private @Nullable String text = "Hello.\n";
    private final List<Header> headers = new ArrayList<>();
    private final List<AttachmentInfo> infos = new ArrayList<>();
    private final List<byte[]> octets = new ArrayList<>();
    private @Nullable URI unsubscribe;

    Rendered from(String name, String address) {
        from = new Mailbox(name, EmailAddress.of(address));
        return this;
    }

    Rendered replyTo(String mailbox) {
        replyTo.add(Mailbox.of(mailbox));
        return this;
    }

    Rendered recipient(RecipientField field, String name, String address) {
        recipients.add(new Recipient(recipients.size(), field, new Mailbox(name, EmailAddress.of(address))));
        return this;
    }

    Rendered subject(String words) {
        subject = words;
        return this;
    }

    Rendered body(@Nullable String htmlText, @Nullable String plainText) {
        html = htmlText;
        text = plainText;
        return this;
    }

    Rendered header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    Rendered attachment(String filename, String type, @Nullable String contentId, byte[] content) {
        infos.add(new AttachmentInfo(infos.size() + 1, filename, type, contentId, content.length));
        octets.add(content);
        return this;
    }

    Rendered unsubscribe(String url) {
        unsubscribe = URI.create(url);
        return this;
    }

    RenderedMessage message() {
        if (recipients.isEmpty()) {
            recipient(RecipientField.TO, "", "anna@example.com");
        }
        var envelope = new Envelope(
                ID,
                new SiteId("shop"),
                from,
                replyTo,
                recipients,
                subject,
                headers,
                infos,
                Instant.parse("2026-03-01T09:05:07Z"),
                unsubscribe);
        return MessageRenderer.render(envelope, new Body(html, text), octets);
    }

    byte[] bytes() {
        return bytes(message());
    }

    static byte[] bytes(RenderedMessage message) {
        var out = new ByteArrayOutputStream();
        try {
            message.writeTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    String raw() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The headers with folds undone, one a line. */
    String unfolded() {
        return raw().split("\r\n\r\n", 2)[0].replaceAll("\r\n(?=[ \t])", "");
    }

    Message parsed() {
        return parse(bytes());
    }

    static Message parse(byte[] message) {
        var builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        try {
            return builder.parseMessage(new ByteArrayInputStream(message));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
