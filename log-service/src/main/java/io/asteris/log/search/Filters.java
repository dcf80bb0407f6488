package io.asteris.log.search;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.asteris.contract.MessageId;
import io.asteris.log.fold.Status;
import io.asteris.log.search.Filter.Lookup;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes the filter of a search, term by term. */
final class Filters {
    private final ZoneId zone;
    private final Optional<WordHash> words;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<String> patterns = new ArrayList<>();
    private final List<Term> searchedInBodies = new ArrayList<>();
    private Set<Status> statuses = EnumSet.allOf(Status.class);
    private UUID from = Filter.LOWEST;
    private UUID beyond = Filter.HIGHEST;

    private Filters(ZoneId zone, Optional<WordHash> words) {
        this.zone = zone;
        this.words = words;
    }

    /**
     * The filter.
     *
     * @param zone of the site, whose days the dates mean
     * @param words what the words of bodies are known by, where they are to be searched too
     */
    static Filter of(SearchQuery query, ZoneId zone, Optional<WordHash> words) {
        var filters = new Filters(zone, words);
        query.terms().forEach(filters::add);
        return filters.filter();
    }

    private Filter filter() {
        if (statuses.size() < Status.values().length) {
            conditions.add(Condition.of("status = ANY (?::text[])", (Object)
                    statuses.stream().map(Status::word).sorted().toArray(String[]::new)));
        }
        return new Filter(conditions, from, beyond, statuses, lookup(), !searchedInBodies.isEmpty());
    }

    /** A pattern that must match wherever the match is; else the longest of the words that may be in a body instead. */
    private Optional<Lookup> lookup() {
        if (!patterns.isEmpty()) {
            return Optional.of(new Lookup(patterns, List.of()));
        }
        return searchedInBodies.stream()
                .filter(term -> !term.negated() && SearchText.isIndexed(term.value()))
                .max(Comparator.comparingInt(term -> term.value().length()))
                .map(term -> new Lookup(
                        List.of(SearchText.anywhere(term.value())),
                        words.orElseThrow().of(term.value())));
    }

    private void add(Term term) {
        String value = term.value();
        switch (term.key()) {
            case WORD -> addWord(term);
            case TO -> addPattern(term, SearchText.inAddresses(value));
            case SUBJECT -> addPattern(term, SearchText.inSubject(value));
            case STATUS -> restrict(term);
            case BEFORE -> bound(term, !term.negated());
            case AFTER -> bound(term, term.negated());
            case FROM_PLUGIN -> add(term, Condition.of("lower(source) = ?", lower(value)));
            case FROM -> add(term, Condition.of("lower(sender) LIKE ?", SearchText.anywhere(value)));
            case PROVIDER -> add(term, Condition.of("lower(provider) = ?", lower(value)));
            case TAG -> add(term, Condition.of("tags @> ?::text[]", (Object) new String[] {value}));
            case ID -> addId(term);
            case HAS -> add(term, Condition.of("attachments IS NOT NULL"));
        }
    }

    private void add(Term term, Condition condition) {
        conditions.add(condition.negatedIf(term.negated()));
    }

    private void addWord(Term term) {
        List<Long> hashes = words.map(hash -> hash.of(term.value())).orElse(List.of());
        if (hashes.isEmpty()) {
            addPattern(term, SearchText.anywhere(term.value()));
            return;
        }
        searchedInBodies.add(term);
        add(term, Condition.of("""
                (search LIKE ? OR EXISTS (
                      SELECT FROM word
                      WHERE word.site = entry.site AND word.message = entry.message AND word.retention = entry.retention
                        AND word.words @> ?::bigint[]))""", SearchText.anywhere(term.value()), hashes.toArray(Long[]::new)));
    }

    private void addPattern(Term term, String pattern) {
        add(term, Condition.of("search LIKE ?", pattern));
        if (!term.negated() && SearchText.isIndexed(SearchText.fold(term.value()))) {
            patterns.add(pattern);
        }
    }

    private void restrict(Term term) {
        Set<Status> named = Status.named(lower(term.value())).map(Status::found).orElseThrow();
        statuses = statuses.stream()
                .filter(status -> named.contains(status) != term.negated())
                .collect(toUnmodifiableSet());
    }

    private void bound(Term term, boolean above) {
        UUID floor = Moments.floor(Moments.read(term.value(), zone));
        if (above) {
            beyond = min(beyond, floor);
        } else {
            from = max(from, floor);
        }
    }

    private void addId(Term term) {
        UUID id = MessageId.of(term.value()).value();
        add(term, Condition.of("entry.message = ?", id));
        if (!term.negated()) {
            from = max(from, id);
        }
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    private static UUID min(UUID one, UUID other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static UUID max(UUID one, UUID other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
