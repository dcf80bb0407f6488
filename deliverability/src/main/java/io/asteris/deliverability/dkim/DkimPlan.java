package io.asteris.deliverability.dkim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's keys have to stand.
 *
 * @param selectors the known selectors; for each, the names at which its key may stand, the preferred one first
 * @param instead selectors that do instead when none of the others is there
 * @param insteadHint what to tell the owner then
 * @param target how a right alias ends, such as {@code .sendgrid.net}; null where keys are TXT
 * @param oneIsEnough whether an alias with the right target needs no key behind it, as long as another has one
 * @param unknown why nothing can be known when nothing is found; null when finding nothing means that nothing is there
 */
public record DkimPlan(
        List<Selector> selectors,
        List<Selector> instead,
        String insteadHint,
        @Nullable String target,
        boolean oneIsEnough,
        @Nullable String unknown) {
    public DkimPlan {
        selectors = List.copyOf(selectors);
        instead = List.copyOf(instead);
    }

    /** A selector, with the full names at which its key may stand. */
    public record Selector(List<String> names) {
        public Selector {
            names = List.copyOf(names);
        }

        /** The selector at that domain. */
        public static Selector at(String selector, String... domains) {
            return new Selector(java.util.Arrays.stream(domains)
                    .distinct()
                    .map(domain -> selector + "._domainkey." + domain)
                    .toList());
        }
    }

    /** All of these selectors have to lead to a key. */
    public static DkimPlan all(List<Selector> selectors) {
        return new DkimPlan(selectors, List.of(), "", null, false, null);
    }

    /** These selectors are worth a look; where none is there, nobody can know. */
    public static DkimPlan guess(List<Selector> selectors, String reason) {
        return new DkimPlan(selectors, List.of(), "", null, false, reason);
    }

    /** The same with keys behind aliases of that target. */
    public DkimPlan behind(String aliasTarget) {
        return new DkimPlan(selectors, instead, insteadHint, aliasTarget, oneIsEnough, unknown);
    }
}
