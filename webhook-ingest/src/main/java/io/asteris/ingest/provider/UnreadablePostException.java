package io.asteris.ingest.provider;

/** Says that a verified post is not of the documented form; its message quotes nothing of it. */
public final class UnreadablePostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadablePostException(String reason) {
        super(reason);
    }
}
