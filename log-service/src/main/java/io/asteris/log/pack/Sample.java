package io.asteris.log.pack;

/**
 * One text of those of which a dictionary is made.
 *
 * @param recipient whoever it is to; texts to the same one count once
 * @param octets nobody changes them afterwards
 */
// Compared nowhere, and some hundred KB together.
@SuppressWarnings("ArrayRecordComponent")
public record Sample(String recipient, byte[] octets) {
    /** Redacted. */
    @Override
    public String toString() {
        return "sample of " + octets.length + " octets";
    }
}
