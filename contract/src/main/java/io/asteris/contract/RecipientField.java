package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The field of a message in which a recipient stands. */
public enum RecipientField {
    TO,
    CC,
    BCC;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON and SQL: {@code to}, {@code cc}, {@code bcc}. */
    @JsonValue
    public String word() {
        return word;
    }
}
