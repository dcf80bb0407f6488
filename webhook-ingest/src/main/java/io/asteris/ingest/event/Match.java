package io.asteris.ingest.event;

import io.asteris.contract.MessageId;
import java.util.Optional;

/** What an event has to do with our messages. */
sealed interface Match {
    /** It is about this recipient. */
    record Found(MessageId message, int position) implements Match {}

    /** It names another site's message, or somebody whom the message did not go to: it is only counted. */
    record Foreign() implements Match {}

    /**
     * It matches no message that is known. It still speaks for the account of the site that verified it.
     *
     * @param tag the message that it names, which may be heard of later
     */
    record None(Optional<MessageId> tag) implements Match {}
}
