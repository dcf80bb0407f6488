package io.asteris.log.fold;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a message stands, as far as is known.
 *
 * @param provider the one asked last, else the one insisted on
 * @param answer the last answer of a provider
 * @param error what last went wrong; stays when a later attempt went well
 * @param recipients by position; empty while the acceptance is not known
 */
public record Standing(
        Status status,
        Instant updatedAt,
        @Nullable String provider,
        @Nullable String answer,
        @Nullable String error,
        boolean possibleDuplicate,
        List<RecipientStanding> recipients) {

    public Standing {
        recipients = List.copyOf(recipients);
    }

    /** Redacted: answers may name a person. */
    @Override
    public String toString() {
        return status.word();
    }

    /** How one recipient stands, with the reason where it is not well. */
    public record RecipientStanding(int position, RecipientStatus status, Optional<String> reason) {
        @Override
        public String toString() {
            return position + " " + status.word();
        }
    }
}
