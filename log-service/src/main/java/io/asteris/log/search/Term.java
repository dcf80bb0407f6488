package io.asteris.log.search;

import java.util.regex.Pattern;

/**
 * One condition of a search.
 *
 * @param negated whether it must not hold
 * @param value as it was given, without quotes
 */
public record Term(boolean negated, Key key, String value) {
    /** What needs no quotes; anything else gets them. */
    private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}@._+][\\p{L}\\p{N}@._+-]*");

    /** A condition that must hold. */
    public static Term of(Key key, String value) {
        return new Term(false, key, value);
    }

    /** The text that a parser reads back to this term. */
    String text() {
        String quoted = BARE.matcher(value).matches()
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return (negated ? "-" : "") + (key == Key.WORD ? "" : key.word() + ":") + quoted;
    }

    /** Redacted: what people look for may name a person. */
    @Override
    public String toString() {
        return (negated ? "-" : "") + key;
    }
}
