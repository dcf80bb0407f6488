package io.asteris.dispatcher.smtp;

/** Where in the conversation a reply came; the same digits mean different things at different places. */
enum Stage {
    GREETING,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    /** The go-ahead for the body. */
    DATA,
    /** The reply to the final dot. */
    DOT;

    /** Whether the reply is about the connection and so about all mail of the lane. */
    boolean isSetup() {
        return compareTo(AUTH) <= 0;
    }
}
