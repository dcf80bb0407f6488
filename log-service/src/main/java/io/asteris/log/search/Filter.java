package io.asteris.log.search;

import io.asteris.contract.MessageId;
import io.asteris.log.fold.Status;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a search means to the database: a condition on table {@code entry} with bound parameters, and what an index can do for it.
 * It says nothing of what a site may see; who reads adds that.
 *
 * @param from the lowest id that it can find
 * @param beyond the id that all it can find are below
 * @param statuses those that it can find
 * @param lookup what an index can look up, where it can
 * @param readsWords whether the words of bodies are asked
 */
public record Filter(
        List<Condition> conditions,
        UUID from,
        UUID beyond,
        Set<Status> statuses,
        Optional<Lookup> lookup,
        boolean readsWords) {
    /** Below every id. */
    public static final UUID LOWEST = new UUID(0, 0);

    /** Above every id, also where the JDK compares, which takes the first bit for a sign. */
    public static final UUID HIGHEST = new UUID(Long.MAX_VALUE, -1L);

    /** Finds everything. */
    public static final Filter ALL =
            new Filter(List.of(), LOWEST, HIGHEST, EnumSet.allOf(Status.class), Optional.empty(), false);

    public Filter {
        conditions = List.copyOf(conditions);
        statuses = Set.copyOf(statuses);
    }

    /**
     * What the trigram index, or the index of words, finds candidates by.
     *
     * @param patterns of {@code LIKE}, all of which a match has in its search text
     * @param words hashes of words that a match may have in its body instead; empty when it may not
     */
    public record Lookup(List<String> patterns, List<Long> words) {
        public Lookup {
            patterns = List.copyOf(patterns);
            words = List.copyOf(words);
        }

        @Override
        public String toString() {
            return patterns.size() + " patterns, " + words.size() + " words";
        }
    }

    /** Finds one entry. */
    public static Filter only(MessageId message) {
        return of(Condition.of("entry.message = ?", message.value()), message);
    }

    /** Finds these entries. */
    public static Filter these(List<MessageId> messages) {
        UUID[] ids = messages.stream().map(MessageId::value).toArray(UUID[]::new);
        return messages.isEmpty()
                ? new Filter(List.of(), HIGHEST, HIGHEST, Set.of(), Optional.empty(), false)
                : of(Condition.of("entry.message = ANY (?::uuid[])", (Object) ids), Collections.min(messages));
    }

    /** Finds the entries of messages that send that one again. */
    public static Filter resendsOf(MessageId message) {
        return of(Condition.of("resend_of = ?", message.value()), message);
    }

    private static Filter of(Condition condition, MessageId from) {
        return new Filter(
                List.of(condition), from.value(), HIGHEST, EnumSet.allOf(Status.class), Optional.empty(), false);
    }

    /** The same, but for entries that are resends themselves. */
    public Filter withoutResends() {
        var more = new ArrayList<>(conditions);
        more.add(Condition.of("resend_of IS NULL"));
        return new Filter(more, from, beyond, statuses, lookup, readsWords);
    }

    /** Whether nothing can match. */
    public boolean isEmpty() {
        return statuses.isEmpty() || from.compareTo(beyond) >= 0;
    }

    /** Whether all it finds stand in the partial index of what needs attention. */
    public boolean onlyAttention() {
        return statuses.stream().allMatch(Status::needsAttention);
    }

    /**
     * The condition, to be put behind others; empty when it holds for all.
     *
     * @param first the number of the first parameter, from which on {@link #bind} adds the values
     */
    public String sql(int first) {
        var sql = new StringBuilder();
        int number = first;
        for (Condition condition : conditions) {
            sql.append("\n  AND ");
            for (char c : condition.sql().toCharArray()) {
                if (c == '?') {
                    sql.append('$').append(number++);
                } else {
                    sql.append(c);
                }
            }
        }
        return sql.append(onlyAttention() ? "\n  AND attention" : "").toString();
    }

    /** Adds the values of the condition's parameters. */
    public Tuple bind(Tuple parameters) {
        conditions.forEach(condition -> condition.values().forEach(parameters::addValue));
        return parameters;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return conditions.toString();
    }
}
