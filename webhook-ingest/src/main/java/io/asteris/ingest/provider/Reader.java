package io.asteris.ingest.provider;

/** Understands one provider's posts that were verified. */
public interface Reader {
    /** Whose posts it understands. */
    WebhookProvider provider();

    /**
     * What a post says.
     *
     * @throws UnreadablePostException when it is not of the form that the provider documents
     */
    Reading read(byte[] body, String contentType);
}
