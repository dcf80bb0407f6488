package io.asteris.platform.content;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;

/** Gives each site's {@link SiteSealer}, from memory for a minute, then from the table of data keys again. */
@Singleton
public class ContentSealer {
    /** How long a destroyed key may still be used by an instance that did not destroy it. */
    static final Duration CACHED = Duration.ofSeconds(60);

    private final Database database;
    private final DataKeys keys;
    private final LongSupplier nanoTime;
    private final Map<SiteId, Known> known = new ConcurrentHashMap<>();

    @Inject
    ContentSealer(Database database, DataKeys keys) {
        this(database, keys, System::nanoTime);
    }

    ContentSealer(Database database, DataKeys keys, LongSupplier nanoTime) {
        this.database = database;
        this.keys = keys;
        this.nanoTime = nanoTime;
    }

    /**
     * What seals and opens this site's blobs. A site that has no data key yet gets one.
     *
     * <p>Fails with {@link DataKeyDestroyedException} when the site was deleted.
     */
    public Uni<SiteSealer> of(SiteId site) {
        return cached(site).map(sealer -> Uni.createFrom().item(sealer)).orElseGet(() -> database.onWorker(
                        connection -> keys.findOrMake(connection, site))
                .map(key -> remember(site, key)));
    }

    /** What opens this site's blobs; empty when it has no data key, or no longer one. */
    public Uni<Optional<SiteSealer>> existing(SiteId site) {
        return cached(site)
                .map(sealer -> Uni.createFrom().item(Optional.of(sealer)))
                .orElseGet(() -> database.onWorker(connection -> keys.find(connection, site))
                        .map(found -> found.map(key -> remember(site, key))));
    }

    /**
     * Makes the data key of a new site, in the transaction that makes the site.
     *
     * @param transaction of the role {@code asteris_worker}
     */
    public Uni<Void> create(SqlConnection transaction, SiteId site) {
        return keys.findOrMake(transaction, site).replaceWithVoid();
    }

    /**
     * Destroys the site's data key in the transaction that deletes the site: no blob of it can be read again, here at once and
     * in other instances within a minute.
     *
     * @param transaction of the role {@code asteris_worker}
     */
    public Uni<Void> destroy(SqlConnection transaction, SiteId site) {
        return keys.destroy(transaction, site).invoke(() -> known.remove(site));
    }

    private Optional<SiteSealer> cached(SiteId site) {
        return Optional.ofNullable(known.get(site))
                .filter(entry -> nanoTime.getAsLong() - entry.since < CACHED.toNanos())
                .map(Known::sealer);
    }

    private SiteSealer remember(SiteId site, SecretKey key) {
        var sealer = new SiteSealer(site, key);
        known.put(site, new Known(sealer, nanoTime.getAsLong()));
        return sealer;
    }

    /** A sealer and when its key was read, by the monotonic clock. */
    private record Known(SiteSealer sealer, long since) {}
}
