package io.asteris.deliverability.check;

import io.asteris.deliverability.preset.DomainFacts;
import io.asteris.platform.http.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The document of {@code /dns-check/settings}: what the owner told us once of each domain. */
public record DnsFacts(@Nullable List<DomainFacts> domains) {
    /** Nothing told yet. */
    static final DnsFacts NONE = new DnsFacts(List.of());

    private static final int MOST = 100;

    public DnsFacts {
        domains = domains == null ? List.of() : List.copyOf(domains);
        if (domains.size() > MOST) {
            throw ProblemException.invalid("/domains", "at most " + MOST + " domains can be told of");
        }
        if (domains.stream().map(DomainFacts::domain).distinct().count() < domains.size()) {
            throw ProblemException.invalid("/domains", "a domain stands there twice");
        }
    }

    /** What is known of one domain. */
    public DomainFacts of(String domain) {
        return (domains == null ? List.<DomainFacts>of() : domains)
                .stream()
                        .filter(facts -> facts.domain().equals(domain))
                        .findFirst()
                        .orElseGet(() -> DomainFacts.none(domain));
    }
}
