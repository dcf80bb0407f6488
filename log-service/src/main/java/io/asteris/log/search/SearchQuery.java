package io.asteris.log.search;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A search: conditions that must all hold. */
public record SearchQuery(List<Term> terms) {
    /** Finds everything. */
    public static final SearchQuery ALL = new SearchQuery(List.of());

    public SearchQuery {
        terms = List.copyOf(terms);
    }

    /** What both find. */
    public SearchQuery and(SearchQuery other) {
        var all = new ArrayList<>(terms);
        all.addAll(other.terms);
        return new SearchQuery(all);
    }

    /** The search as a person would write it; {@link SearchParser#parse} reads it back to an equal one. */
    public String text() {
        return terms.stream().map(Term::text).collect(Collectors.joining(" "));
    }

    /**
     * What it means to the database.
     *
     * @param zone of the site, whose days the dates mean
     * @param words what the words of bodies are known by, where they are to be searched too
     */
    public Filter filter(ZoneId zone, Optional<WordHash> words) {
        return Filters.of(this, zone, words);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return terms.toString();
    }
}
