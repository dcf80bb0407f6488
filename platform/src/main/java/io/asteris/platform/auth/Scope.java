package io.asteris.platform.auth;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an API key may do. */
public enum Scope {
    SEND,
    LOGS_READ,
    LOGS_WRITE,
    BODIES_READ,
    SETTINGS_READ,
    SETTINGS_WRITE,
    SUPPRESSIONS_READ,
    SUPPRESSIONS_WRITE,
    /** The operator's: includes every other scope, for every site. */
    ADMIN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', ':');

    /** The word in JSON and events, such as {@code logs:read}. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The scope of that word; empty when there is none. */
    public static Optional<Scope> named(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }
}
