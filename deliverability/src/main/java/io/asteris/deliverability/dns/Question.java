package io.asteris.deliverability.dns;

import java.util.Locale;

/**
 * What is asked of DNS.
 *
 * @param name lower-case, without the final dot
 */
public record Question(String name, Kind kind) {
    /** The types of records that we read. */
    public enum Kind {
        TXT,
        MX,
        A,
        AAAA,
        CNAME
    }

    public Question {
        name = name.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
