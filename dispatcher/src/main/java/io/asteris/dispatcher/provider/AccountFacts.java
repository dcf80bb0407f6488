package io.asteris.dispatcher.provider;

import io.asteris.contract.event.ProviderChanged.Dkim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells of an account: what it takes, and how it signs. Holds no secret: what is told of signing is for the world's
 * DNS.
 *
 * @param limits what it takes; null when that was not found out
 * @param dkim what mail is signed with, for each domain of which that was found out
 * @param troubles why something was not found out, in the owner's words
 */
public record AccountFacts(@Nullable Limits limits, Map<String, List<Dkim>> dkim, List<String> troubles) {
    /** Nothing found out, and nothing wrong with that. */
    public static final AccountFacts NONE = new AccountFacts(null, Map.of(), List.of());

    /** All of a site's domains have to fit into one event. */
    private static final int MOST_OCTETS = 5_000;

    private static final int LONGEST_VALUE = 1_000;
    private static final int AROUND_IT = 120;

    public AccountFacts {
        dkim = Map.copyOf(dkim);
        troubles = List.copyOf(troubles);
    }

    /** The account takes that. */
    public static AccountFacts takes(Limits limits) {
        return new AccountFacts(limits, Map.of(), List.of());
    }

    /** Mail from a domain is signed with these; with none when the provider does not know it. */
    public static AccountFacts signs(String domain, List<Dkim> with) {
        return new AccountFacts(null, Map.of(domain, with), List.of());
    }

    /** Something could not be found out. */
    public static AccountFacts trouble(String words) {
        return new AccountFacts(null, Map.of(), List.of(words));
    }

    /** Both together; of what both tell, the other's. */
    public AccountFacts and(AccountFacts other) {
        Map<String, List<Dkim>> both = new LinkedHashMap<>(dkim);
        both.putAll(other.dkim);
        List<String> words = Stream.concat(troubles.stream(), other.troubles.stream())
                .distinct()
                .toList();
        return new AccountFacts(other.limits == null ? limits : other.limits, both, words);
    }

    /** These, and what was known before of whatever was not found out now; domains that nobody asks for any more are forgotten. */
    public AccountFacts after(AccountFacts before, Collection<String> asked) {
        Map<String, List<Dkim>> known = new LinkedHashMap<>(before.dkim);
        known.keySet().retainAll(asked);
        return new AccountFacts(before.limits, known, List.of()).and(this);
    }

    /** What mail is signed with, all domains together, as much as an event bears. */
    public List<Dkim> signing() {
        List<Dkim> all = new ArrayList<>();
        int room = MOST_OCTETS;
        for (Dkim each : dkim.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().stream())
                .toList()) {
            room -= size(each);
            if (room >= 0 && length(each.value()) <= LONGEST_VALUE && !all.contains(each)) {
                all.add(each);
            }
        }
        return all;
    }

    private static int size(Dkim entry) {
        return AROUND_IT
                + length(entry.selector())
                + length(entry.token())
                + length(entry.domain())
                + length(entry.value());
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
