package io.asteris.dispatcher.routing;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.RoutingChanged;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A site's choice of providers.
 *
 * @param defaultProvider takes what no rule names; null as long as the site has no provider
 * @param fallbacks in the order in which they are asked
 * @param rules the first that fits wins
 */
public record Routing(@Nullable String defaultProvider, List<String> fallbacks, List<RoutingChanged.Rule> rules) {
    /** Of a site without a provider. */
    public static final Routing NONE = new Routing(null, List.of(), List.of());

    public Routing {
        fallbacks = List.copyOf(fallbacks);
        rules = List.copyOf(rules);
    }

    /**
     * The provider for a message; empty when the site has none.
     *
     * @param wanted the provider that the caller insists on, which wins; null when it leaves the choice to us
     */
    public Optional<String> providerFor(String source, String fromDomain, @Nullable String wanted) {
        if (wanted != null) {
            return Optional.of(wanted);
        }
        return rules.stream()
                .filter(rule -> fits(rule, source, fromDomain))
                .map(RoutingChanged.Rule::provider)
                .findFirst()
                .or(() -> Optional.ofNullable(defaultProvider));
    }

    /** Whether that provider is named anywhere in it. */
    public boolean uses(String provider) {
        return providers().anyMatch(provider::equals);
    }

    /** Every provider it names. */
    public Stream<String> providers() {
        return Stream.of(
                        Stream.ofNullable(defaultProvider),
                        fallbacks.stream(),
                        rules.stream().map(RoutingChanged.Rule::provider))
                .flatMap(names -> names);
    }

    /** The event that tells of it. */
    public RoutingChanged event(SiteId site) {
        return new RoutingChanged(site, defaultProvider, fallbacks, rules);
    }

    private static boolean fits(RoutingChanged.Rule rule, String source, String fromDomain) {
        return (rule.source() == null || rule.source().equalsIgnoreCase(source))
                && (rule.fromDomain() == null || rule.fromDomain().equalsIgnoreCase(fromDomain));
    }
}
