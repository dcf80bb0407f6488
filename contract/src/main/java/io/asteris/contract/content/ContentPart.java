package io.asteris.contract.content;

/** The names of a message's blobs in the content store. */
public final class ContentPart {
    /** Holds an {@link Envelope} as JSON. */
    public static final String ENVELOPE = "envelope";

    /** Holds a {@link Body} as JSON. */
    public static final String BODY = "body";

    private ContentPart() {}

    /** The blob that holds the octets of attachment {@code n}, counted from 1. */
    public static String attachment(int n) {
        return "attachment/" + n;
    }
}
