package io.asteris.deliverability.check;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.deliverability.site.SiteBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Puts together what is to be checked of a site's domain. */
@ApplicationScoped
public class Subjects {
    private final SiteBook book;

    Subjects(SiteBook book) {
        this.book = book;
    }

    /** The domain with the provider that routing chooses, and the names of others that may send for it. */
    public Subject of(SiteId site, String domain, DnsFacts facts) {
        Optional<ProviderChanged> chosen = book.providerFor(site, domain);
        List<String> others = book.providers(site).stream()
                .filter(provider -> provider.fromDomains().contains(domain))
                .map(ProviderChanged::name)
                .filter(name -> chosen.stream().noneMatch(one -> one.name().equals(name)))
                .toList();
        return new Subject(domain, chosen.orElse(null), others, facts.of(domain));
    }
}
