package io.asteris.deliverability.spf;

/** What a text that begins as an SPF record turned out to be. */
sealed interface SpfReading {
    /** A record. */
    record Valid(SpfRecord spf) implements SpfReading {}

    /** A permanent error for every receiver (RFC 7208 4.6). */
    record Broken(String why) implements SpfReading {}
}
