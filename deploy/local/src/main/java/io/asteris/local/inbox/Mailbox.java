package io.asteris.local.inbox;

import java.util.concurrent.CompletionStage;

/** Where messages go when SMTP has taken them. */
interface Mailbox {
    /**
     * Takes a message; completes with its id when it is where it shall be, so that the sender may be told. Must be called
     * for one message of a connection after the other.
     */
    CompletionStage<String> take(Envelope envelope, Content content);

    /** Whether the content is wanted, or only its size. */
    boolean keepsContent();

    /** How many messages were taken since the data folder is new, or, when none are kept, since the start. */
    long count();

    /** How many bytes of content these have. */
    long bytes();
}
