package io.asteris.dispatcher.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One field of a preset's form.
 *
 * @param secret whether its value is kept sealed and never shown again
 * @param defaultValue what stands for an absent value; null when nothing does
 * @param options the allowed words of a choice, empty for other types
 * @param hint for the person who fills it in
 */
public record Field(
        String name,
        Type type,
        boolean required,
        boolean secret,

        @com.fasterxml.jackson.annotation.JsonProperty("default") @Nullable
        Object defaultValue,

        @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY)
        List<String> options,

        String hint) {

    public Field {
        options = List.copyOf(options);
    }

    static Field text(String name, boolean required, String hint) {
        return new Field(name, Type.TEXT, required, false, null, List.of(), hint);
    }

    static Field email(String name, String hint) {
        return new Field(name, Type.EMAIL, false, false, null, List.of(), hint);
    }

    static Field secret(String name, boolean required, String hint) {
        return new Field(name, Type.TEXT, required, true, null, List.of(), hint);
    }

    static Field number(String name, int defaultValue, String hint) {
        return new Field(name, Type.NUMBER, false, false, defaultValue, List.of(), hint);
    }

    static Field choice(
            String name, boolean required, @Nullable String defaultValue, List<String> options, String hint) {
        return new Field(name, Type.CHOICE, required, false, defaultValue, options, hint);
    }

    static Field authorise(String hint) {
        return new Field("authorise", Type.OAUTH, false, false, null, List.of(), hint);
    }

    /** How it is filled in. */
    public enum Type {
        TEXT,
        EMAIL,
        NUMBER,
        CHOICE,
        /** Not filled in: a button that leads to the provider's consent screen. */
        OAUTH;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
