package io.asteris.ingest.setting;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.database.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * This instance's copy of all keys, asked for every post without leaving the process. What this instance changes is in force at once,
 * what another one changes within two seconds.
 */
@ApplicationScoped
public class KeyRing {
    /** How many sites share one path; beyond it a site has to be named. */
    static final int SHARED = 16;

    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** A change that was written before a look may be committed after it. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final Comparator<WebhookKeys> OLDEST_FIRST = Comparator.comparing(WebhookKeys::configuredAt)
            .thenComparing(keys -> keys.site().value());

    private final SettingsStore store;
    private final SiteDirectory sites;
    private final DatabaseClock clock;
    private final Vertx vertx;
    private final Map<Place, WebhookKeys> ring = new ConcurrentHashMap<>();
    private volatile Instant looked = Instant.EPOCH;
    private volatile boolean complete;

    KeyRing(SettingsStore store, SiteDirectory sites, DatabaseClock clock, Vertx vertx) {
        this.store = store;
        this.sites = sites;
        this.clock = clock;
        this.vertx = vertx;
    }

    private record Place(SiteId site, WebhookProvider provider) {}

    void start(@Observes @Priority(StartOrder.CLOCK + 10) StartupEvent started) {
        look();
        vertx.setPeriodic(INTERVAL.toMillis(), timer -> look());
    }

    private void look() {
        Instant now = clock.now();
        store.changed(looked)
                .subscribe()
                .with(
                        keys -> {
                            keys.forEach(this::take);
                            looked = now.minus(OVERLAP);
                            complete = true;
                        },
                        failure -> LOG.debugf("Keys stay as they are for now cause=%s", failure));
    }

    private void take(WebhookKeys keys) {
        ring.put(new Place(keys.site(), keys.provider()), keys);
    }

    /** Takes what this instance has just committed. */
    void take(SiteId site, WebhookSettings settings) {
        for (WebhookProvider provider : WebhookProvider.values()) {
            take(settings.of(site, provider));
        }
    }

    /** Whether the keys are known; until then nobody can be told that his signature is wrong. */
    public boolean isComplete() {
        return complete;
    }

    /** The keys to try for a post: those of the site that it names, else of the sites that share the path, the oldest first. */
    public List<WebhookKeys> candidates(WebhookProvider provider, Optional<SiteId> site) {
        return site.map(named ->
                        Optional.ofNullable(ring.get(new Place(named, provider))).filter(this::listens).stream()
                                .toList())
                .orElseGet(() -> sharers(provider));
    }

    /** Whether a post to the path without a site would find this site's keys first. */
    public boolean isFoundUnnamed(SiteId site, WebhookProvider provider) {
        List<WebhookKeys> sharers = sharers(provider);
        Optional<WebhookKeys> own =
                sharers.stream().filter(keys -> keys.site().equals(site)).findFirst();
        return own.isEmpty()
                ? provider == WebhookProvider.SES || sharers.size() < SHARED
                : sharers.stream().takeWhile(keys -> !keys.site().equals(site)).noneMatch(own.get()::shares);
    }

    private List<WebhookKeys> sharers(WebhookProvider provider) {
        return ring.values().stream()
                .filter(keys -> keys.provider() == provider && listens(keys))
                .sorted(OLDEST_FIRST)
                // A topic names its site, so that no site is out of reach there.
                .limit(provider == WebhookProvider.SES ? Integer.MAX_VALUE : SHARED)
                .toList();
    }

    private boolean listens(WebhookKeys keys) {
        return keys.isSet()
                && sites.site(keys.site())
                        .map(SiteChanged::state)
                        .filter(state -> state == SiteChanged.State.DELETED)
                        .isEmpty();
    }
}
