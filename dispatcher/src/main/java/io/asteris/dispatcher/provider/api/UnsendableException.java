package io.asteris.dispatcher.provider.api;

/** A message that a provider would never take as it is: refused before the call, in words for its owner. */
public final class UnsendableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsendableException(String words) {
        super(words, null, false, false);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
