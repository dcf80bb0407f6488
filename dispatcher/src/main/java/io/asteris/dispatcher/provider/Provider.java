package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.attempt.Answer;
import io.smallrye.mutiny.Uni;

/** A way out with one site's settings, ready to be called from any thread. */
public interface Provider {
    /**
     * Makes one call for the recipients owed, and tries nothing again by itself. Whatever the provider does ends in an
     * {@link Answer}; it fails only when the message cannot be sent by anybody, and then nothing was taken.
     */
    Uni<Answer> send(Outgoing message);

    /** Tries the settings and sends nothing. Never fails. */
    Uni<Check> check();

    /**
     * What a trial of the settings found.
     *
     * @param works whether mail would go out now
     * @param words what works, or what is wrong and what to change, for the owner of the site
     * @param limits what the provider says that the account takes
     */
    record Check(boolean works, String words, Limits limits) {
        /** A trial that says nothing of limits. */
        public Check(boolean works, String words) {
            this(works, words, Limits.NONE);
        }
    }
}
