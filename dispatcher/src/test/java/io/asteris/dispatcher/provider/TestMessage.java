package io.asteris.dispatcher.provider;

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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A message to be handed to a provider, with plain values where the test says nothing. */
public final class TestMessage {
    /** The id of all of them. */
    public static final MessageId ID = MessageId.of("019a8d2e-7c00-7000-8000-000000000001");

    private Mailbox from = Mailbox.of("shop@example.org");
    private final List<Mailbox> replyTo = new ArrayList<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final Set<Integer> skipped = new HashSet<>();
    private String subject = "Hello";
    private @Nullable String html;
    private @Nullable String text = "Hello.";
    private final List<Header> headers = new ArrayList<>();
    private final List<AttachmentInfo> infos = new ArrayList<>();
    private final List<byte[]> octets = new ArrayList<>();
    private List<String> tags = List.of();
    private @Nullable URI unsubscribe;

    /** One recipient and a few words. */
    public static Outgoing plain() {
        return new TestMessage().to("anna@example.com").outgoing();
    }

    /** Everything that a message can have. */
    public static TestMessage rich() {
        return new TestMessage()
                .from("\"Größe, Söhne & Co\" <shop@example.org>")
                .replyTo("Büro <office@example.org>")
                .to("Änne Müller <anna@example.com>")
                .to("bob@example.com")
                .cc("\"Carol \\\"C\\\" O'Neil\" <carol@example.com>")
                .bcc("dave@example.com")
                .subject("Ihre Bestellung Nº 7 – danke 🎉")
                .body("<p>Grüße <img src=\"cid:logo\"></p>", "Grüße, Ihr Laden\nZweite Zeile")
                .header("X-Order", "A–7")
                .unsubscribe("https://shop.example.org/u?x=1")
                .attachment("Rechnung März.pdf", "application/pdf", null, octets(100_000))
                .attachment("notiz.txt", "text/plain", null, "Grüße\n".getBytes(StandardCharsets.UTF_8))
                .attachment("logo.png", "image/png", "logo", octets(700))
                .tags("welcome", "orders");
    }

    public TestMessage from(String mailbox) {
        from = Mailbox.of(mailbox);
        return this;
    }

    public TestMessage replyTo(String mailbox) {
        replyTo.add(Mailbox.of(mailbox));
        return this;
    }

    public TestMessage to(String mailbox) {
        return recipient(RecipientField.TO, mailbox);
    }

    public TestMessage cc(String mailbox) {
        return recipient(RecipientField.CC, mailbox);
    }

    public TestMessage bcc(String mailbox) {
        return recipient(RecipientField.BCC, mailbox);
    }

    /** Many recipients. */
    public TestMessage toMany(int count) {
        IntStream.range(0, count).forEach(i -> to("user" + i + "@example.com"));
        return this;
    }

    /** The recipient last named is not owed. */
    public TestMessage skipped() {
        skipped.add(recipients.size() - 1);
        return this;
    }

    public TestMessage subject(String words) {
        subject = words;
        return this;
    }

    public TestMessage body(@Nullable String htmlText, @Nullable String plainText) {
        html = htmlText;
        text = plainText;
        return this;
    }

    public TestMessage header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    public TestMessage attachment(String filename, String type, @Nullable String contentId, byte[] content) {
        infos.add(new AttachmentInfo(infos.size() + 1, filename, type, contentId, content.length));
        octets.add(content);
        return this;
    }

    public TestMessage tags(String... labels) {
        tags = List.of(labels);
        return this;
    }

    public TestMessage unsubscribe(String url) {
        unsubscribe = URI.create(url);
        return this;
    }

    public Outgoing outgoing() {
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
                unsubscribe,
                tags);
        Set<Integer> owed = recipients.stream()
                .map(Recipient::position)
                .filter(position -> !skipped.contains(position))
                .collect(Collectors.toSet());
        return new Outgoing(envelope, new Body(html, text), octets, owed);
    }

    /** Octets of every value. */
    public static byte[] octets(int count) {
        byte[] all = new byte[count];
        for (int i = 0; i < count; i++) {
            all[i] = (byte) (i * 31 + i / 256);
        }
        return all;
    }

    private TestMessage recipient(RecipientField field, String mailbox) {
        Mailbox read = mailbox.endsWith(">") ? Mailbox.of(mailbox) : Mailbox.of(EmailAddress.of(mailbox));
        recipients.add(new Recipient(recipients.size(), field, read));
        return this;
    }
}
