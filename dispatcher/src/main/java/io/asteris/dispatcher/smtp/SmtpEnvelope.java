package io.asteris.dispatcher.smtp;

import io.asteris.contract.EmailAddress;
import java.util.List;

/** Reverse-path and recipients of one call (RFC 5321 2.3.1); only those still owed, which may be fewer than the message has. */
public record SmtpEnvelope(EmailAddress from, List<SmtpRecipient> recipients) {
    public SmtpEnvelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope has a recipient");
        }
        if (recipients.stream().map(SmtpRecipient::position).distinct().count() != recipients.size()) {
            throw new IllegalArgumentException("two recipients of an envelope have the same position");
        }
    }

    @Override
    public String toString() {
        return "envelope to " + recipients.size() + " recipients";
    }
}
