package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What to do when nobody can tell whether a provider took a message: send it once more, or leave it to a person. */
public enum OnUnknown {
    RESEND,
    HOLD;

    /** The word in events and JSON, lower-case. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
