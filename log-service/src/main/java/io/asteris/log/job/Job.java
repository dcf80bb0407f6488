package io.asteris.log.job;

import io.asteris.contract.AddressHash;
import io.asteris.contract.SiteId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job as somebody works on it.
 *
 * @param by id of the API key that ordered it
 * @param address keyed hash of the address that is forgotten; null for all other work
 */
public record Job(
        JobId id,
        SiteId site,
        Kind kind,
        String by,
        @Nullable AddressHash address) {
    /** What is done to each of its messages. */
    public enum Kind {
        /** It is sent again, as a new message. */
        RESEND,
        /** Content and addresses are forgotten. */
        ERASE;

        /** The word in SQL, lower-case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a job stands as a whole. */
    public enum State {
        RUNNING,
        FINISHED,
        CANCELLED;

        /** The word in SQL and JSON, lower-case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
