package io.asteris.deliverability.check;

import io.asteris.contract.event.ProviderChanged;
import io.asteris.deliverability.preset.DomainFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is checked.
 *
 * @param provider the one that routing chooses for the domain; null when the site has none
 * @param others names of further providers that may send for it
 */
public record Subject(String domain, @Nullable ProviderChanged provider, List<String> others, DomainFacts facts) {
    public Subject {
        others = List.copyOf(others);
    }
}
