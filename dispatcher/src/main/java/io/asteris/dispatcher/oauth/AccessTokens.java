package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.attempt.Answer;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Gives the calls of one opened provider their access token. */
interface AccessTokens {
    /** The token for a call. */
    Uni<Access> current();

    /** Another token than the one that the provider just refused. */
    Uni<Access> insteadOf(Ready refused);

    /** Signs in anew, as a test of the settings does. */
    Uni<Access> anew();

    /** Whether a call can be made. */
    sealed interface Access {}

    /** With this token, until then. */
    record Ready(String token, Instant until) implements Access {
        @Override
        public String toString() {
            return "token until " + until;
        }
    }

    /** Not now, and why. */
    record Missing(Answer.NotTaken answer) implements Access {}
}
