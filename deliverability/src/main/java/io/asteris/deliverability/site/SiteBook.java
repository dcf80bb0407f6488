package io.asteris.deliverability.site;

import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.kafka.Received;
import io.asteris.platform.kafka.Replicas;
import io.asteris.platform.kafka.TopicReplica;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** This instance's copy of sites, providers and routing: which domains a site writes from, and who sends for each. */
@ApplicationScoped
public class SiteBook {
    private final Replicas replicas;
    private final Map<SiteId, SiteChanged> sites = new ConcurrentHashMap<>();
    private final Map<SiteId, Map<String, ProviderChanged>> providers = new ConcurrentHashMap<>();
    private final Map<SiteId, RoutingChanged> routings = new ConcurrentHashMap<>();
    private volatile List<TopicReplica> following = List.of();

    SiteBook(Replicas replicas) {
        this.replicas = replicas;
    }

    void start(@Observes StartupEvent started) {
        following = List.of(replicas.follow(Topic.SITES, this::take), replicas.follow(Topic.SETTINGS, this::take));
    }

    /** Whether this copy knows all that was told before the start. */
    public boolean isComplete() {
        return !following.isEmpty() && following.stream().allMatch(TopicReplica::isComplete);
    }

    private void take(Received received) {
        switch (received.event()) {
            case SiteChanged site ->
                sites.merge(site.site(), site, (before, now) -> now.isOlderThan(before) ? before : now);
            case ProviderChanged provider ->
                providers.compute(provider.site(), (site, before) -> with(before, provider));
            case RoutingChanged routing -> routings.put(routing.site(), routing);
            default -> {
                // Other settings are not ours to know.
            }
        }
    }

    private static Map<String, ProviderChanged> with(
            @org.jspecify.annotations.Nullable Map<String, ProviderChanged> before, ProviderChanged provider) {
        Map<String, ProviderChanged> now = before == null ? new TreeMap<>() : new TreeMap<>(before);
        if (provider.state() == ProviderChanged.State.REMOVED) {
            now.remove(provider.name());
        } else {
            now.put(provider.name(), provider);
        }
        return now;
    }

    /** The site, whatever its state. */
    public Optional<SiteChanged> site(SiteId id) {
        return Optional.ofNullable(sites.get(id));
    }

    /** All sites that send. */
    public List<SiteChanged> active() {
        return sites.values().stream()
                .filter(site -> site.state() == SiteChanged.State.ACTIVE)
                .toList();
    }

    /** The site's time zone; UTC where it names none that we know. */
    public ZoneId zone(SiteId id) {
        try {
            return site(id).map(site -> ZoneId.of(site.timeZone())).orElse(ZoneOffset.UTC);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    /** The site's providers by name. */
    public Collection<ProviderChanged> providers(SiteId site) {
        return providers.getOrDefault(site, Map.of()).values();
    }

    /** The domains that a site writes from, as far as anybody told. */
    public Set<String> domains(SiteId site) {
        Stream<String> own = site(site).stream().flatMap(known -> known.fromDomains().stream());
        Stream<String> theirs = providers(site).stream()
                .flatMap(provider ->
                        Stream.concat(provider.fromDomains().stream(), Stream.ofNullable(provider.sendingDomain())));
        return Stream.concat(own, theirs).collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
    }

    /** The provider that routing chooses for mail from that domain. */
    public Optional<ProviderChanged> providerFor(SiteId site, String domain) {
        Map<String, ProviderChanged> known = providers.getOrDefault(site, Map.of());
        Optional<RoutingChanged> routing = Optional.ofNullable(routings.get(site));
        Stream<String> ruled = routing.stream()
                .flatMap(chosen -> chosen.rules().stream())
                .filter(rule -> rule.source() == null && domain.equals(rule.fromDomain()))
                .map(RoutingChanged.Rule::provider);
        Stream<String> standing = routing.stream().flatMap(chosen -> Stream.ofNullable(chosen.defaultProvider()));
        Stream<String> marked =
                known.values().stream().filter(ProviderChanged::isDefault).map(ProviderChanged::name);
        return Stream.of(ruled, standing, marked)
                .flatMap(names -> names)
                .map(known::get)
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }
}
