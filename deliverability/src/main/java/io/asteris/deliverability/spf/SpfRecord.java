package io.asteris.deliverability.spf;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record that is well formed.
 *
 * @param text as published
 * @param redirect the domain whose record stands in for this one where nothing matches; null without one
 */
record SpfRecord(
        String text, List<Directive> directives, @Nullable String redirect) {
    SpfRecord {
        directives = List.copyOf(directives);
    }

    /** The first {@code all}, beyond which nothing is reached (RFC 7208 5.1). */
    Optional<Directive> all() {
        return directives.stream()
                .filter(directive -> directive.kind() == Directive.Kind.ALL)
                .findFirst();
    }

    /** What a check can come to: the directives up to {@code all}. */
    List<Directive> reachable() {
        int all = all().map(directives::indexOf).orElse(directives.size() - 1);
        return directives.subList(0, all + 1);
    }

    /** The redirect where it counts: only without {@code all} anywhere in the record (RFC 7208 6.1). */
    Optional<String> effectiveRedirect() {
        return all().isPresent() ? Optional.empty() : Optional.ofNullable(redirect);
    }
}
