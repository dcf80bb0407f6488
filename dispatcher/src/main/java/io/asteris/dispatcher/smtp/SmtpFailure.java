package io.asteris.dispatcher.smtp;

/** The conversation broke off: nothing readable came back. What that means depends on whether the final dot was out. */
final class SmtpFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    SmtpFailure(Kind kind, String words) {
        // Frequent and expected, and thrown by the event loop, whose stack tells nobody anything.
        super(words, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    /** How it broke off. */
    enum Kind {
        /** The other side closed or reset the connection. */
        DROPPED,
        /** Nothing came in time. */
        TIMED_OUT,
        /** What came was no SMTP. */
        PROTOCOL,
        /** We closed it: the client is shutting down. */
        CLOSED
    }
}
