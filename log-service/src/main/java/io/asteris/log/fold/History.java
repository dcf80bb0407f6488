package io.asteris.log.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one message: a set of facts. Adding is commutative, associative and idempotent, so that every order of
 * arrival and any repeats give the same set. Two facts that claim the same identity and differ, which should not happen, are
 * settled by comparing them, never by which came first.
 *
 * @param attempts by number
 * @param states by version
 * @param outcomes in their order
 */
public record History(
        Optional<Acceptance> acceptance, List<Attempt> attempts, List<StateChange> states, List<Outcome> outcomes) {

    /** Nothing is known. */
    public static final History EMPTY = new History(Optional.empty(), List.of(), List.of(), List.of());

    static final Comparator<Attempt> BY_NUMBER = Comparator.comparingInt(Attempt::number);
    static final Comparator<StateChange> BY_VERSION = Comparator.comparingInt(StateChange::version);

    public History {
        attempts = List.copyOf(attempts);
        states = List.copyOf(states);
        outcomes = List.copyOf(outcomes);
    }

    /** This history and those facts. */
    public History with(Collection<? extends Fact> facts) {
        @Nullable Acceptance accepted = acceptance.orElse(null);
        var moreAttempts = new ArrayList<>(attempts);
        var moreStates = new ArrayList<>(states);
        var moreOutcomes = new ArrayList<>(outcomes);
        for (Fact fact : facts) {
            switch (fact) {
                case Acceptance it -> accepted = accepted == null ? it : settled(accepted, it);
                case Attempt it -> put(moreAttempts, it, BY_NUMBER);
                case StateChange it -> put(moreStates, it, BY_VERSION);
                case Outcome it -> add(moreOutcomes, it);
            }
        }
        return new History(Optional.ofNullable(accepted), moreAttempts, moreStates, moreOutcomes);
    }

    /**
     * The stored form of everything but the acceptance, whose columns stand in the entry itself.
     *
     * @param accepted when the message was accepted, which its id says
     */
    public byte[] packed(Instant accepted) {
        return FactsWriter.write(accepted, this);
    }

    /**
     * Reads back what {@link #packed} gave.
     *
     * @throws UnreadableFactsException when it is anything else, or of a later version
     */
    public static History read(Instant accepted, Optional<Acceptance> acceptance, byte[] packed) {
        return FactsReader.read(accepted, acceptance, packed);
    }

    /** The present state; empty as long as the dispatcher said nothing. */
    public Optional<StateChange> lastState() {
        return states.isEmpty() ? Optional.empty() : Optional.of(states.getLast());
    }

    /** People open a message many times; of what they do with it only the first time is kept. */
    private static void add(List<Outcome> outcomes, Outcome more) {
        if (!more.kind().isDelivery()) {
            for (Outcome known : outcomes) {
                if (known.kind() == more.kind() && known.position() == more.position()) {
                    if (known.compareTo(more) <= 0) {
                        return;
                    }
                    outcomes.remove(known);
                    break;
                }
            }
        }
        put(outcomes, more, Comparator.naturalOrder());
    }

    /** Puts a fact into its place, where another may claim to be. */
    private static <T extends Fact> void put(List<T> facts, T more, Comparator<? super T> order) {
        int place = Collections.binarySearch(facts, more, order);
        if (place < 0) {
            facts.add(-place - 1, more);
        } else {
            facts.set(place, settled(facts.get(place), more));
        }
    }

    private static <T extends Fact> T settled(T one, T other) {
        if (one.equals(other)) {
            return one;
        }
        return Arrays.compare(FactsWriter.write(one), FactsWriter.write(other)) >= 0 ? one : other;
    }

    /** Redacted: answers may name a person. */
    @Override
    public String toString() {
        return "history of " + attempts.size() + " attempts, " + states.size() + " states, " + outcomes.size()
                + " outcomes";
    }
}
