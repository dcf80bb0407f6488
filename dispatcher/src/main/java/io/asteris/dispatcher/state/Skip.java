package io.asteris.dispatcher.state;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a recipient was skipped: the reason for which its address is on the suppression list. */
public enum Skip {
    BOUNCE('b'),
    COMPLAINT('o'),
    UNSUBSCRIBE('u'),
    INVALID('i'),
    MANUAL('m');

    private final char letter;

    Skip(char letter) {
        this.letter = letter;
    }

    /** The one character that stands for it in the database. */
    public char letter() {
        return letter;
    }

    /** The word in events, lower-case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Skip> of(char letter) {
        return Arrays.stream(values()).filter(skip -> skip.letter == letter).findFirst();
    }
}
