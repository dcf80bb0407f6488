package io.asteris.log.job;

import io.asteris.contract.SiteId;
import java.util.Locale;

/**
 * A job as somebody works on it.
 *
 * @param by id of the API key that ordered it
 */
public record Job(JobId id, SiteId site, Kind kind, String by) {
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
