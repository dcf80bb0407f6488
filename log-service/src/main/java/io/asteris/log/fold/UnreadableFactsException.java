package io.asteris.log.fold;

/** Says that stored facts are damaged, or of a later version than this one. It never quotes them, as they may name a person. */
public final class UnreadableFactsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableFactsException(String what) {
        super("stored facts are unreadable: " + what);
    }
}
