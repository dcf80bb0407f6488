package io.asteris.platform.crypto;

/** Says why something sealed does not open; never quotes it. */
public final class UnopenableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what cannot be opened and why */
    public UnopenableSecretException(String sentence) {
        super(sentence);
    }
}
