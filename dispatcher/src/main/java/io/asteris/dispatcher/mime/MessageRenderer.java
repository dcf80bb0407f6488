package io.asteris.dispatcher.mime;

import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.mime4j.message.MessageImpl;

/**
 * Makes a message of its stored parts. The same parts give the same octets, so that every attempt sends the same message with
 * the same Message-ID. Takes time in proportion to the text (HTML is read to make plain text of it): not for an event loop.
 */
public final class MessageRenderer {
    private final Envelope envelope;
    private final Body body;
    private final List<byte[]> attachments;
    private final boolean showsBcc;

    private MessageRenderer(Envelope envelope, Body body, List<byte[]> attachments, boolean showsBcc) {
        if (attachments.size() != envelope.attachments().size()) {
            throw new UnrenderableMessageException("the message has "
                    + envelope.attachments().size() + " attachments, but octets of " + attachments.size());
        }
        this.envelope = envelope;
        this.body = body;
        this.attachments = attachments;
        this.showsBcc = showsBcc;
    }

    /**
     * Renders a message; bcc recipients stand in no header.
     *
     * @param attachments the decoded octets, in the order of the envelope's attachments; held, not copied
     * @throws UnrenderableMessageException when a part breaks a rule that it should have been refused for at the door
     */
    public static RenderedMessage render(Envelope envelope, Body body, List<byte[]> attachments) {
        return new MessageRenderer(envelope, body, attachments, false).render();
    }

    /**
     * Renders a message for a provider that reads all recipients from its headers and takes Bcc out before it delivers.
     *
     * @param attachments as for {@link #render}
     */
    public static RenderedMessage renderWithBcc(Envelope envelope, Body body, List<byte[]> attachments) {
        return new MessageRenderer(envelope, body, attachments, true).render();
    }

    /** Names what keeps the Message-ID of earlier attempts where a provider needs another sender; it is not sent, and no caller may set it. */
    public static final String KEPT_ID = "X-Asteris-Kept-Message-ID";

    /** The Message-ID of every attempt, with its angle brackets: our id at the domain of the sender that the message came with. */
    public static String messageId(Envelope envelope) {
        return envelope.headers().stream()
                .filter(header -> header.name().equals(KEPT_ID))
                .map(Header::value)
                .findFirst()
                .orElseGet(() -> "<" + envelope.message().text() + "@"
                        + envelope.from().address().domain() + ">");
    }

    private RenderedMessage render() {
        boolean beyondAscii = Stream.of(
                        Stream.of(envelope.from()),
                        envelope.replyTo().stream(),
                        envelope.in(RecipientField.TO).stream(),
                        envelope.in(RecipientField.CC).stream(),
                        showsBcc ? envelope.in(RecipientField.BCC).stream() : Stream.<Mailbox>empty())
                .flatMap(each -> each)
                .anyMatch(mailbox -> mailbox.address().needsSmtpUtf8());
        return new RenderedMessage(
                segments(false), beyondAscii ? () -> new RenderedMessage(segments(true), null) : null);
    }

    private List<Segment> segments(boolean utf8) {
        var message = new MessageImpl();
        PartTree.fill(message, MessageHeaders.of(envelope, utf8, showsBcc), envelope, body, attachments);
        return SegmentWriter.write(message);
    }
}
