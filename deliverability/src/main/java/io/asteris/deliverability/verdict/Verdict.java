package io.asteris.deliverability.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a check comes to, from good to bad; {@link #UNKNOWN} says nothing of the record. */
public enum Verdict {
    /** There, and as the provider needs it. */
    PASS,
    /** There, but not as the provider needs it, or broken. */
    WARN,
    /** Not there. */
    MISSING,
    /** Nobody can say: DNS did not answer, or what to look for is not known. */
    UNKNOWN;

    /** The word in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is worse than the one before; doubt is neither better nor worse. */
    public boolean isWorseThan(Verdict before) {
        return this != UNKNOWN && before != UNKNOWN && compareTo(before) > 0;
    }
}
