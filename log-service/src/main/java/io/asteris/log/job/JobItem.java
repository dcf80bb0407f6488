package io.asteris.log.job;

import io.asteris.contract.MessageId;
import java.util.Locale;
import java.util.Optional;

/**
 * One message of a job.
 *
 * @param position in the order in which they are done, from 0
 * @param fresh the message that was made of it; empty as long as there is none
 */
public record JobItem(int position, MessageId message, Optional<MessageId> fresh) {
    /** How far it is. */
    public enum State {
        /** Nothing was done yet. */
        WAITING,
        /** It is under way; its verdict is not known. */
        ORDERED,
        DONE,
        FAILED;

        /** The word in SQL, lower-case. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It is under way as that message. */
    public Change ordered(MessageId made) {
        return new Change(position, State.ORDERED, Optional.of(made), Optional.empty());
    }

    /** It is done. */
    public Change done() {
        return new Change(position, State.DONE, fresh, Optional.empty());
    }

    /** It cannot be done, in words for the owner of the site. */
    public Change failed(String error) {
        return new Change(position, State.FAILED, fresh, Optional.of(error));
    }

    /** What became of an item. */
    public record Change(int position, State state, Optional<MessageId> fresh, Optional<String> error) {
        /** Redacted: an error may quote a server. */
        @Override
        public String toString() {
            return position + " " + state.word();
        }
    }
}
