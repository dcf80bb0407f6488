package io.asteris.dispatcher.provider;

import io.asteris.dispatcher.attempt.Answer;
import io.smallrye.mutiny.Uni;
import java.util.List;

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
     * Asks what the account takes, and how mail from these domains is signed; nothing where the provider tells nothing. Never fails.
     */
    default Uni<AccountFacts> account(List<String> fromDomains) {
        return Uni.createFrom().item(AccountFacts.NONE);
    }

    /**
     * What a trial of the settings found.
     *
     * @param works whether mail would go out now
     * @param words what works, or what is wrong and what to change, for the owner of the site
     */
    record Check(boolean works, String words) {}
}
