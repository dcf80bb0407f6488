package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an attempt did not end in {@link AnswerKind#TAKEN}; it decides what happens to the message and to its lane. */
public enum Cause {
    /** A passing trouble of the provider or the way to it. */
    TRANSIENT,
    /** A rate or quota; waiting helps, and the attempt does not count. */
    THROTTLED,
    /** Key, permission, sender or certificate: all mail of this lane would fail alike. */
    CONFIGURATION,
    /** This message can never go out as it is. */
    PERMANENT,
    /** This recipient is refused for good; the others may be fine. */
    RECIPIENT;

    /** The word in events and JSON, lower-case. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
