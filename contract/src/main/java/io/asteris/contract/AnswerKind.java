package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a provider said to an attempt, in one word: it took the message, surely did not, refused it for good, or nobody knows. */
public enum AnswerKind {
    TAKEN,
    NOT_TAKEN,
    REFUSED,
    UNKNOWN;

    /** The word in events and JSON: lower-case with underscores. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
