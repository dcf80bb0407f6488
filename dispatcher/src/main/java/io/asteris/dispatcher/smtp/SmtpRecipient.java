package io.asteris.dispatcher.smtp;

import io.asteris.contract.EmailAddress;

/** One RCPT of an envelope; the position ties the server's reply to the message's recipient. */
public record SmtpRecipient(int position, EmailAddress address) {}
