package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.contract.EmailAddress;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.RecipientAnswer;
import io.asteris.dispatcher.attempt.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command lines of one envelope, made for what one server offers; also finds out what that server cannot take, so that it
 * is refused here in clear words and not asked.
 */
final class EnvelopeCommands {
    private static final Said NEEDS_SMTPUTF8 = new Said(
            null,
            "5.6.7",
            "This address has letters beyond ASCII before the @, and the server does not offer SMTPUTF8 for it.");

    private final Capabilities offered;
    private final EmailAddress from;
    private final List<SmtpRecipient> sayable = new ArrayList<>();
    private final List<RecipientAnswer> unsayable = new ArrayList<>();
    private final MessageSource message;
    private final boolean utf8;

    EnvelopeCommands(Capabilities offered, SmtpEnvelope envelope, MessageSource message) {
        this.offered = offered;
        this.from = envelope.from();
        boolean needed = from.needsSmtpUtf8();
        for (SmtpRecipient recipient : envelope.recipients()) {
            boolean beyondAscii = recipient.address().needsSmtpUtf8();
            needed |= beyondAscii;
            if (beyondAscii && !offered.smtpUtf8()) {
                unsayable.add(RecipientAnswer.refused(recipient.position(), NEEDS_SMTPUTF8));
            } else {
                sayable.add(recipient);
            }
        }
        this.utf8 = needed && offered.smtpUtf8();
        this.message = utf8 ? message.asSmtpUtf8() : message;
    }

    /** The answer when asking this server is no use; empty when it may be asked. */
    Optional<Answer> hopeless() {
        if (from.needsSmtpUtf8() && !offered.smtpUtf8()) {
            return Optional.of(Answer.Refused.message(NEEDS_SMTPUTF8));
        }
        if (sayable.isEmpty()) {
            return Optional.of(new Answer.Refused(Cause.RECIPIENT, NEEDS_SMTPUTF8, unsayable));
        }
        if (offered.maxSize() > 0 && message.size() > offered.maxSize()) {
            return Optional.of(Answer.Refused.message(new Said(
                    null,
                    "5.3.4",
                    "The message has " + message.size() + " octets; the server takes at most " + offered.maxSize()
                            + ".")));
        }
        return Optional.empty();
    }

    /** The recipients to ask for, in order. */
    List<SmtpRecipient> recipients() {
        return List.copyOf(sayable);
    }

    /** The recipients that this server cannot be asked for. */
    List<RecipientAnswer> unsayable() {
        return List.copyOf(unsayable);
    }

    /** The form of the message that goes with these commands. */
    MessageSource message() {
        return message;
    }

    boolean pipelined() {
        return offered.pipelining();
    }

    String mail() {
        var line = new StringBuilder("MAIL FROM:<").append(from.text()).append('>');
        if (offered.size()) {
            line.append(" SIZE=").append(message.size());
        }
        if (utf8) {
            // RFC 6531 3.1: a server that offers SMTPUTF8 offers 8BITMIME; UTF-8 headers are 8-bit content.
            line.append(offered.eightBitMime() ? " BODY=8BITMIME SMTPUTF8" : " SMTPUTF8");
        }
        return CommandLine.checked(line.toString());
    }

    static String rcpt(SmtpRecipient recipient) {
        return CommandLine.checked("RCPT TO:<" + recipient.address().text() + ">");
    }

    /** All commands up to DATA as one flight (RFC 2920). */
    String flight(boolean resetFirst) {
        var flight =
                new StringBuilder(resetFirst ? "RSET\r\n" : "").append(mail()).append("\r\n");
        for (SmtpRecipient recipient : sayable) {
            flight.append(rcpt(recipient)).append("\r\n");
        }
        return flight.append("DATA\r\n").toString();
    }
}
