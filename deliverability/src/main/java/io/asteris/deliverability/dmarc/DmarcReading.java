package io.asteris.deliverability.dmarc;

/** What a TXT at {@code _dmarc} turned out to be. */
sealed interface DmarcReading {
    /** A policy. */
    record Valid(DmarcRecord policy) implements DmarcReading {}

    /** Meant as one, and broken. */
    record Broken(String why) implements DmarcReading {}

    /** Some other text, as a wildcard may answer. */
    record NoPolicy() implements DmarcReading {}
}
