package io.asteris.dispatcher.mime;

/**
 * A message that cannot be made into octets safely: what the accept path should have refused, caught once more. Says what is
 * wrong without repeating it.
 */
public final class UnrenderableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnrenderableMessageException(String words) {
        super(words);
    }
}
