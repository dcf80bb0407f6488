package io.asteris.log.body;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    /** The body of a message that can be sent again. */
    public static LoggedBody of(Envelope envelope, Body body) {
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

    /** A body whose secrets are masked: it is to be looked at, and nothing is sent from it. */
    public static LoggedBody masked(Body masked) {
        return new LoggedBody(masked.html(), masked.text(), null, List.of(), List.of(), List.of(), null);
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
