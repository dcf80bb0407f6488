package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What made a message: an ordinary send, a test of the settings, or a resend of an earlier one. */
public enum MessageKind {
    SEND,
    TEST,
    RESEND;

    /** The word in events and JSON, lower-case. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
