package io.asteris.dispatcher.state;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
        return letters.chars().anyMatch(letter -> RecipientState.of((char) letter) == state);
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

    /** The skipped positions, ascending, each with the reason; one that was skipped for none that we know is left out. */
    public SortedMap<Integer, Skip> skips() {
        SortedMap<Integer, Skip> skips = new TreeMap<>();
        for (int position = 0; position < count(); position++) {
            int at = position;
            Skip.of(letters.charAt(position)).ifPresent(skip -> skips.put(at, skip));
        }
        return skips;
    }

    /**
     * The same after a provider reported on those positions: it has the message for them, and where one of them was owed, for all that
     * were owed with it, because providers that report take all or nothing. Positions that are not there change nothing.
     */
    public Recipients proven(Collection<Integer> positions) {
        boolean called = positions.stream().anyMatch(position -> position < count() && isOwed(position));
        char[] changed = (called ? withOwed(RecipientState.TAKEN) : this).letters.toCharArray();
        positions.stream()
                .filter(position -> position < count() && changed[position] == RecipientState.REFUSED.letter())
                .forEach(position -> changed[position] = RecipientState.TAKEN.letter());
        return new Recipients(new String(changed));
    }

    /** The same with every owed position changed. */
    public Recipients withOwed(RecipientState state) {
        return new Recipients(letters.replace(RecipientState.PENDING.letter(), state.letter()));
    }
}
