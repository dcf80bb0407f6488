package io.asteris.log.fold;

import io.asteris.contract.Json;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one message: a set of facts. Adding is commutative, associative and idempotent, so that every order of
 * arrival and any repeats give the same set. Two facts that claim the same identity and differ, which should not happen, are
 * settled by comparing them, never by which came first.
 */
public record History(
        Optional<Acceptance> acceptance,
        SortedMap<Integer, Attempt> attempts,
        SortedMap<Integer, StateChange> states,
        SortedSet<Outcome> outcomes) {

    /** Nothing is known. */
    public static final History EMPTY =
            new History(Optional.empty(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    public History {
        attempts = Collections.unmodifiableSortedMap(new TreeMap<>(attempts));
        states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
        outcomes = Collections.unmodifiableSortedSet(new TreeSet<>(outcomes));
    }

    /** This history and those facts. */
    public History with(Collection<? extends Fact> facts) {
        @Nullable Acceptance accepted = acceptance.orElse(null);
        var moreAttempts = new TreeMap<>(attempts);
        var moreStates = new TreeMap<>(states);
        var moreOutcomes = new TreeSet<>(outcomes);
        for (Fact fact : facts) {
            switch (fact) {
                case Acceptance it -> accepted = accepted == null ? it : settled(accepted, it);
                case Attempt it -> moreAttempts.merge(it.number(), it, History::settled);
                case StateChange it -> moreStates.merge(it.version(), it, History::settled);
                case Outcome it -> moreOutcomes.add(it);
            }
        }
        return new History(Optional.ofNullable(accepted), moreAttempts, moreStates, moreOutcomes);
    }

    /** The present state; empty as long as the dispatcher said nothing. */
    public Optional<StateChange> lastState() {
        return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.lastKey()));
    }

    private static <T> T settled(T one, T other) {
        if (one.equals(other)) {
            return one;
        }
        return Arrays.compare(Json.write(one), Json.write(other)) >= 0 ? one : other;
    }

    /** Redacted: answers may name a person. */
    @Override
    public String toString() {
        return "history of " + attempts.size() + " attempts, " + states.size() + " states, " + outcomes.size()
                + " outcomes";
    }
}
