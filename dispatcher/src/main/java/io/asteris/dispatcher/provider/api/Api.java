package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.platform.egress.HttpCall;
import io.asteris.platform.egress.HttpResult;
import java.util.List;

/** One provider's HTTP API with one site's settings: what to ask, and what its answers mean. Makes no call itself. */
public interface Api {
    /**
     * The request that sends a message to the recipients owed.
     *
     * @throws UnsendableException when the provider would never take it
     */
    HttpCall send(Outgoing message);

    /** What an answer to that request means. */
    Answer answer(HttpResult.Answered answered, Outgoing message);

    /** A request that shows whether the settings work, and sends nothing. */
    HttpCall trial();

    /** What an answer to the trial means, for the owner of the site. */
    Provider.Check finding(HttpResult.Answered answered);

    /** What to ask about the account and about how mail from these domains is signed; nothing where the provider does not tell. */
    default List<AccountQuestion> account(List<String> fromDomains) {
        return List.of();
    }
}
