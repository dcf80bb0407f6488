package io.asteris.log.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Header;
import io.asteris.contract.content.Recipient;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body as it lies sealed in the log, with what the entry beside it lacks to send the message again once the content store has
 * let it go. What is empty is not written, which is nearly always all but the body.
 *
 * @param attachments how many the message had; absent when it had none
 * @param recipients by position, where one of them has a display name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LoggedBody(
        @Nullable String html,
        @Nullable String text,
        @Nullable Integer attachments,
        List<Mailbox> replyTo,
        List<Mailbox> recipients,
        List<Header> headers,
        @Nullable URI unsubscribeUrl) {

    public LoggedBody {
        replyTo = replyTo == null ? List.of() : List.copyOf(replyTo);
        recipients = recipients == null ? List.of() : List.copyOf(recipients);
        headers = headers == null ? List.of() : List.copyOf(headers);
    }

    /**
     * The body of a message that can be sent again, as JSON. One whose secrets are masked is kept by itself: nothing is sent from it.
     *
     * @param body the JSON ({@link Body}) of the content store, which is what is kept where nothing goes with it: nearly always
     */
    public static byte[] json(Envelope envelope, byte[] body) {
        return goesAlone(envelope) ? body : Json.write(of(envelope, Json.read(body, Body.class)));
    }

    private static boolean goesAlone(Envelope envelope) {
        return envelope.attachments().isEmpty()
                && envelope.replyTo().isEmpty()
                && named(envelope.recipients()).isEmpty()
                && envelope.headers().isEmpty()
                && envelope.unsubscribeUrl() == null;
    }

    private static LoggedBody of(Envelope envelope, Body body) {
        int attachments = envelope.attachments().size();
        return new LoggedBody(
                body.html(),
                body.text(),
                attachments == 0 ? null : attachments,
                envelope.replyTo(),
                named(envelope.recipients()),
                envelope.headers(),
                envelope.unsubscribeUrl());
    }

    /** What is read of it. */
    public Body body() {
        return new Body(html, text);
    }

    private static List<Mailbox> named(List<Recipient> recipients) {
        boolean isAnyNamed = recipients.stream()
                .anyMatch(recipient -> !recipient.mailbox().name().isEmpty());
        return isAnyNamed
                ? recipients.stream()
                        .sorted(Comparator.comparingInt(Recipient::position))
                        .map(Recipient::mailbox)
                        .toList()
                : List.of();
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "logged body";
    }
}
