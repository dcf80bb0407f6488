package io.asteris.gateway.accept;

import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.gateway.request.SendRequest;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.kafka.Received;
import io.asteris.platform.kafka.Replicas;
import io.asteris.platform.kafka.TopicReplica;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The names of each site's providers, from the topic {@code settings}, so that a message for one that does not exist is refused. */
@Singleton
class KnownProviders {
    /** A provider may have been set a moment ago; its announcement gets this long to arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Replicas replicas;
    private final Map<SiteId, Set<String>> names = new ConcurrentHashMap<>();
    private volatile @Nullable TopicReplica replica;

    KnownProviders(Replicas replicas) {
        this.replicas = replicas;
    }

    void start(@Observes StartupEvent started) {
        replica = replicas.follow(Topic.SETTINGS, this::take);
    }

    private void take(Received received) {
        if (received.event() instanceof ProviderChanged changed) {
            Set<String> ofSite = names.computeIfAbsent(changed.site(), site -> ConcurrentHashMap.newKeySet());
            if (changed.state() == ProviderChanged.State.REMOVED) {
                ofSite.remove(changed.name());
            } else {
                ofSite.add(changed.name());
            }
        }
    }

    /** Whether every provider that the requests name is known. */
    boolean knowAll(SiteId site, List<SendRequest> requests) {
        for (SendRequest request : requests) {
            if (!isKnown(site, request.provider())) {
                return false;
            }
        }
        return true;
    }

    /** Waits a moment when a request names a provider that is not known yet. */
    Uni<Void> learn(SiteId site, List<SendRequest> requests) {
        Uni<Void> now = Uni.createFrom().voidItem();
        return knowAll(site, requests) ? now : now.onItem().delayIt().by(PATIENCE);
    }

    /** @throws ProblemException {@code 422} when the site surely has no provider of that name */
    void check(SiteId site, @Nullable String provider) {
        if (!isKnown(site, provider)) {
            throw ProblemException.invalid("/provider", "the site has no provider of this name");
        }
    }

    private boolean isKnown(SiteId site, @Nullable String provider) {
        TopicReplica following = replica;
        return provider == null
                || following == null
                || !following.isComplete()
                || names.getOrDefault(site, Set.of()).contains(provider);
    }
}
