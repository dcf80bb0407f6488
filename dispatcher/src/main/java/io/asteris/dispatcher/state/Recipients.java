package io.asteris.dispatcher.state;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The states of all recipients of one message, one letter a position, as they stand in the database: {@code "tpr"} is taken,
 * pending, refused.
 */
public record Recipients(String letters) {
    /** @throws IllegalArgumentException when it is empty or has an unknown letter */
    public Recipients {
        if (letters.isEmpty()) {
            throw new IllegalArgumentException("a message has a recipient");
        }
        letters.chars().forEach(letter -> RecipientState.of((char) letter));
    }

    /** That many recipients, all still owed a call. */
    public static Recipients pending(int count) {
        char[] letters = new char[count];
        Arrays.fill(letters, RecipientState.PENDING.letter());
        return new Recipients(new String(letters));
    }

    /** How many there are, whatever their state. */
    public int count() {
        return letters.length();
    }

    public RecipientState at(int position) {
        return RecipientState.of(letters.charAt(position));
    }

    /** The positions that a call is still owed, ascending. */
    public List<Integer> owed() {
        return IntStream.range(0, count()).filter(this::isOwed).boxed().toList();
    }

    public boolean isOwed(int position) {
        return letters.charAt(position) == RecipientState.PENDING.letter();
    }

    public boolean isAnyOwed() {
        return has(RecipientState.PENDING);
    }

    /** Whether any recipient is in that state. */
    public boolean has(RecipientState state) {
        return letters.indexOf(state.letter()) >= 0;
    }

    /** The same with one position changed; a position that is no longer owed keeps its state. */
    public Recipients with(int position, RecipientState state) {
        if (!isOwed(position)) {
            return this;
        }
        char[] changed = letters.toCharArray();
        changed[position] = state.letter();
        return new Recipients(new String(changed));
    }

    /** The same with every owed position changed. */
    public Recipients withOwed(RecipientState state) {
        return new Recipients(letters.replace(RecipientState.PENDING.letter(), state.letter()));
    }
}
