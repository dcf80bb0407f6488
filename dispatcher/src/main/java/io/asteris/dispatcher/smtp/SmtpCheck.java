package io.asteris.dispatcher.smtp;

import io.asteris.dispatcher.attempt.Answer;
import java.util.Locale;

/** What a trial of an endpoint found, in words for the owner of a site. */
public sealed interface SmtpCheck {
    /** One sentence or two for the owner: what works, or what is wrong and what to change. */
    String words();

    /** Connected, protected as asked, signed in where asked, and the server is ready for mail. */
    record Works(String words) implements SmtpCheck {}

    /**
     * It went no further than that step.
     *
     * @param answer what a send would have got now
     */
    record Fails(Step step, String words, Answer.NotTaken answer) implements SmtpCheck {}

    /** The steps of setting up a connection, in order. */
    enum Step {
        /** The host is looked up and may be spoken to. */
        HOST,
        CONNECT,
        GREETING,
        TLS,
        SIGN_IN,
        READY;

        /** The word in JSON, lower-case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
