package io.asteris.platform.auth;

import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.kafka.Received;
import io.asteris.platform.kafka.Replicas;
import io.asteris.platform.kafka.TopicReplica;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This instance's own copy of all sites with their API keys, from the compacted topic {@code sites}: rebuilt at the start, live
 * afterwards, asked on every request without leaving the process.
 */
@Singleton
public class SiteDirectory {
    private final Replicas replicas;
    private final Map<SiteId, SiteChanged> sites = new ConcurrentHashMap<>();
    private final Map<String, Entry> keys = new ConcurrentHashMap<>();
    private volatile @Nullable TopicReplica replica;
    private volatile boolean primed;

    SiteDirectory(Replicas replicas) {
        this.replicas = replicas;
    }

    /** A key with the site it belongs to and what it may do. */
    record Entry(SiteChanged site, SiteChanged.Key key, Set<Scope> scopes) {
        Entry(SiteChanged site, SiteChanged.Key key) {
            this(
                    site,
                    key,
                    key.scopes().stream()
                            .flatMap(word -> Scope.named(word).stream())
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    void start(@Observes StartupEvent started) {
        replica = replicas.follow(Topic.SITES, this::take);
    }

    private void take(Received received) {
        if (received.event() instanceof SiteChanged changed) {
            apply(changed);
        }
    }

    /**
     * Takes a site as it is now, unless something newer is known. The topic does this by itself; the service that owns the sites
     * calls it too, so that its own change holds for its very next request, whatever older is still on its way.
     */
    public synchronized void apply(SiteChanged changed) {
        SiteChanged before = sites.get(changed.site());
        if (before != null && changed.isOlderThan(before)) {
            return;
        }
        sites.put(changed.site(), changed);
        // Requests read meanwhile: a key that stays must be there all the time.
        changed.keys().forEach(key -> keys.put(key.id(), new Entry(changed, key)));
        if (before != null) {
            Set<String> kept = changed.keys().stream().map(SiteChanged.Key::id).collect(Collectors.toSet());
            before.keys().stream()
                    .map(SiteChanged.Key::id)
                    .filter(id -> !kept.contains(id))
                    .forEach(keys::remove);
        }
    }

    /** Says that the owner of the sites has brought them in from its own store, so that requests need not wait for the broker. */
    public void primed() {
        primed = true;
    }

    /** The site of that id, whatever its state. */
    public Optional<SiteChanged> site(SiteId id) {
        return Optional.ofNullable(sites.get(id));
    }

    /** The sites that were deleted, as far as this copy knows. */
    public Set<SiteId> deleted() {
        return sites.values().stream()
                .filter(site -> site.state() == SiteChanged.State.DELETED)
                .map(SiteChanged::site)
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<Entry> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Whether this copy may be trusted to know every site and key. */
    public boolean isComplete() {
        TopicReplica following = replica;
        return primed || (following != null && following.isComplete());
    }
}
