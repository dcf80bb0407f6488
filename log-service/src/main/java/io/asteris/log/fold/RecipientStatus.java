package io.asteris.log.fold;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of one recipient, in one word. */
public enum RecipientStatus {
    QUEUED,
    SENT,
    DEFERRED,
    DELIVERED,
    BOUNCED,
    COMPLAINED,
    FAILED,
    SKIPPED,
    CANCELLED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON, lower-case. */
    @JsonValue
    public String word() {
        return word;
    }
}
