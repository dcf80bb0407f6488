package io.asteris.dispatcher.routing;

import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.RoutingChanged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A site's choice of providers.
 *
 * @param defaultProvider takes what no rule names; null as long as the site has no provider
 * @param fallbacks in the order in which they are asked
 * @param rules the first that fits wins
 * @param maxWait mail of a lane that its provider asks to wait for longer goes over a fallback; empty when it waits
 * @param onUnknown what is done when nobody can tell whether a provider took a message, where its caller said nothing
 */
public record Routing(
        @Nullable String defaultProvider,
        List<String> fallbacks,
        List<RoutingChanged.Rule> rules,
        Optional<Duration> maxWait,
        OnUnknown onUnknown) {
    /** Of a site without a provider. */
    public static final Routing NONE = new Routing(null, List.of(), List.of());

    public Routing {
        fallbacks = List.copyOf(fallbacks);
        rules = List.copyOf(rules);
    }

    /** A choice that says no more than which provider takes what. */
    public Routing(@Nullable String defaultProvider, List<String> fallbacks, List<RoutingChanged.Rule> rules) {
        this(defaultProvider, fallbacks, rules, Optional.empty(), OnUnknown.RESEND);
    }

    /** The same with another default. */
    public Routing withDefault(String provider) {
        return new Routing(provider, fallbacks, rules, maxWait, onUnknown);
    }

    /**
     * The provider that takes a message when its lane cannot: the one that was chosen for it, else the first fallback, whichever can.
     *
     * @param chosen null when none was
     * @param lane the provider that cannot
     * @param usable those that take mail now
     */
    public Optional<String> detour(@Nullable String chosen, String lane, Set<String> usable) {
        return Stream.concat(Stream.ofNullable(chosen), fallbacks.stream())
                .filter(provider -> !provider.equals(lane) && usable.contains(provider))
                .findFirst();
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
