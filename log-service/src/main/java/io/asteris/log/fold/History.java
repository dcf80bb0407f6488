package io.asteris.log.fold;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
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
                case Outcome it -> add(moreOutcomes, it);
            }
        }
        return new History(Optional.ofNullable(accepted), moreAttempts, moreStates, moreOutcomes);
    }

    /** The stored form of everything but the acceptance, whose columns stand in the entry itself. */
    public String json() {
        return FactsJson.text(
                new Stored(List.copyOf(attempts.values()), List.copyOf(states.values()), List.copyOf(outcomes)));
    }

    /** Reads back what {@link #json()} gave. */
    public static History read(Optional<Acceptance> acceptance, byte[] json) {
        Stored stored = FactsJson.read(json, Stored.class);
        var facts = new ArrayList<Fact>(stored.attempts());
        facts.addAll(stored.states());
        facts.addAll(stored.outcomes());
        acceptance.ifPresent(facts::add);
        return EMPTY.with(facts);
    }

    /** The present state; empty as long as the dispatcher said nothing. */
    public Optional<StateChange> lastState() {
        return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.lastKey()));
    }

    /** People open a message many times; of what they do with it only the first time is kept. */
    private static void add(NavigableSet<Outcome> outcomes, Outcome more) {
        if (!more.kind().isDelivery()) {
            Optional<Outcome> known = outcomes.stream()
                    .filter(one -> one.kind() == more.kind() && one.position() == more.position())
                    .findFirst();
            if (known.isPresent() && known.get().compareTo(more) <= 0) {
                return;
            }
            known.ifPresent(outcomes::remove);
        }
        outcomes.add(more);
    }

    private static <T> T settled(T one, T other) {
        if (one.equals(other)) {
            return one;
        }
        return FactsJson.text(one).compareTo(FactsJson.text(other)) >= 0 ? one : other;
    }

    /** Redacted: answers may name a person. */
    @Override
    public String toString() {
        return "history of " + attempts.size() + " attempts, " + states.size() + " states, " + outcomes.size()
                + " outcomes";
    }

    private record Stored(
            @JsonProperty("a") @Nullable List<Attempt> attempts,
            @JsonProperty("s") @Nullable List<StateChange> states,
            @JsonProperty("o") @Nullable List<Outcome> outcomes) {
        Stored {
            attempts = attempts == null ? List.of() : attempts;
            states = states == null ? List.of() : states;
            outcomes = outcomes == null ? List.of() : outcomes;
        }
    }
}
