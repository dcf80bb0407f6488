package io.asteris.deliverability.spf;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whom a record has to allow.
 *
 * @param who the provider as people call it, or its host
 * @param includes the names any of which stands for the provider
 * @param alsoIncludes further names that do, where they follow a pattern
 * @param addresses what has to be allowed where none of the names is included; empty when the provider's own record tells it
 * @param reason why nobody can know whom to allow; null when it is known
 */
public record SpfNeed(
        String who,
        Set<String> includes,
        Predicate<String> alsoIncludes,
        List<String> addresses,
        @Nullable String reason) {
    public SpfNeed {
        includes = Set.copyOf(includes);
        addresses = List.copyOf(addresses);
    }

    /** A provider that is allowed by including it. */
    public static SpfNeed include(String who, String... names) {
        return new SpfNeed(who, Set.of(names), name -> false, List.of(), null);
    }

    /** A relay that is allowed by its addresses. */
    public static SpfNeed addresses(String who, List<String> addresses) {
        return new SpfNeed(who, Set.of(), name -> false, addresses, null);
    }

    /** Nobody knows whom to allow. */
    public static SpfNeed unknown(String who, String reason) {
        return new SpfNeed(who, Set.of(), name -> false, List.of(), reason);
    }

    boolean isIncludedBy(String name) {
        return includes.contains(name) || alsoIncludes.test(name);
    }

    /** Whether anything is known of whom to allow. */
    boolean isKnown() {
        return reason == null;
    }
}
