package io.asteris.log.body;

import io.asteris.contract.SiteId;
import io.asteris.log.body.DictionaryStore.Stored;
import io.asteris.log.pack.Dictionary;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The dictionaries of sites, opened, from memory where they are there. */
@ApplicationScoped
class Dictionaries {
    private static final Logger LOG = Logger.getLogger(Dictionaries.class);

    /** How long another instance may still pack with the one before. */
    private static final Duration CACHED = Duration.ofSeconds(60);

    /** Each takes some hundred KB beside the heap. */
    private static final int MOST_OPEN = 64;

    private static final int MOST_KNOWN = 4_096;

    private final DictionaryStore store;
    private final DatabaseClock clock;
    private final Map<DictionaryStore.Key, SiteDictionary> open = Collections.synchronizedMap(new Latest<>(MOST_OPEN));
    private final Map<SiteId, Newest> known = Collections.synchronizedMap(new Latest<>(MOST_KNOWN));

    Dictionaries(DictionaryStore store, DatabaseClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The dictionary that each site packs with now; a site that has none is not in it, nor one whose does not open. */
    Uni<Map<SiteId, SiteDictionary>> newest(Map<SiteId, SiteSealer> sites) {
        Set<SiteId> unknown =
                sites.keySet().stream().filter(site -> !isKnown(site)).collect(Collectors.toSet());
        return learn(unknown)
                .chain(() -> open(
                        sites.keySet().stream()
                                .map(known::get)
                                .filter(newest -> newest != null && newest.key() != null)
                                .map(Newest::key)
                                .collect(Collectors.toSet()),
                        sites))
                .map(found -> found.entrySet().stream()
                        .filter(one -> one.getValue().isUsed(clock.now()))
                        .collect(Collectors.toMap(one -> one.getKey().site(), Map.Entry::getValue)));
    }

    /** Those of the site's dictionaries that it takes to read bodies with these numbers. */
    Uni<Map<Integer, Dictionary>> numbered(SiteId site, SiteSealer sealer, Set<Integer> numbers) {
        return open(
                        numbers.stream()
                                .map(number -> new DictionaryStore.Key(site, number))
                                .collect(Collectors.toSet()),
                        Map.of(site, sealer))
                .map(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(one -> one.getKey().number(), one -> one.getValue()
                                .dictionary())));
    }

    /** Lets the site pack with one that has just been made. */
    void use(Stored stored, byte[] octets) {
        open.put(stored.key(), new SiteDictionary(stored.key().number(), stored.madeAt(), Dictionary.of(octets)));
        known.put(stored.key().site(), new Newest(stored.key(), System.nanoTime()));
    }

    private boolean isKnown(SiteId site) {
        Newest newest = known.get(site);
        return newest != null && System.nanoTime() - newest.since() < CACHED.toNanos();
    }

    private Uni<Void> learn(Set<SiteId> sites) {
        if (sites.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.newest(sites)
                .invoke(keys -> {
                    Map<SiteId, DictionaryStore.Key> bySite =
                            keys.stream().collect(Collectors.toMap(DictionaryStore.Key::site, Function.identity()));
                    sites.forEach(site -> known.put(site, new Newest(bySite.get(site), System.nanoTime())));
                })
                .replaceWithVoid();
    }

    private Uni<Map<DictionaryStore.Key, SiteDictionary>> open(
            Collection<DictionaryStore.Key> keys, Map<SiteId, SiteSealer> sealers) {
        var found = new HashMap<DictionaryStore.Key, SiteDictionary>();
        for (DictionaryStore.Key key : keys) {
            SiteDictionary there = open.get(key);
            if (there != null) {
                found.put(key, there);
            }
        }
        Set<DictionaryStore.Key> missing =
                keys.stream().filter(key -> !found.containsKey(key)).collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return store.find(missing)
                .invoke(all -> all.forEach(
                        stored -> open(stored, sealers.get(stored.key().site()), found)))
                .replaceWith(found);
    }

    private void open(Stored stored, SiteSealer sealer, Map<DictionaryStore.Key, SiteDictionary> into) {
        try {
            byte[] octets = sealer.open(stored.sealed()).content();
            var opened = new SiteDictionary(stored.key().number(), stored.madeAt(), Dictionary.of(octets));
            open.put(stored.key(), opened);
            into.put(stored.key(), opened);
        } catch (UnopenableSecretException damaged) {
            LOG.warnf(
                    "A dictionary cannot be opened site=%s number=%d",
                    stored.key().site(), stored.key().number());
        }
    }

    /** What was known of a site at a moment of the monotonic clock. */
    private record Newest(DictionaryStore.@Nullable Key key, long since) {}

    /** Those that were asked for last. */
    private static final class Latest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Latest(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
