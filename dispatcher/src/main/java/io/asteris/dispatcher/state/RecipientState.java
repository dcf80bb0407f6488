package io.asteris.dispatcher.state;

/** Where one recipient stands inside its message. */
public enum RecipientState {
    /** Still owed a call. */
    PENDING('p'),
    /** A provider took the message for it. */
    TAKEN('t'),
    /** Refused for good, or never taken before the time ran out. */
    REFUSED('r'),
    /** On the suppression list; {@link Skip} has a letter for each reason. */
    SKIPPED('s'),
    /** Cancelled or erased before a call. */
    CANCELLED('c');

    private final char letter;

    RecipientState(char letter) {
        this.letter = letter;
    }

    /** The one character that stands for it in the database. */
    char letter() {
        return letter;
    }

    static RecipientState of(char letter) {
        for (RecipientState state : values()) {
            if (state.letter == letter) {
                return state;
            }
        }
        if (Skip.of(letter).isPresent()) {
            return SKIPPED;
        }
        throw new IllegalArgumentException("no recipient state has the letter " + letter);
    }
}
