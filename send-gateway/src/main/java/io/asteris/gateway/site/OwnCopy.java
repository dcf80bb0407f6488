package io.asteris.gateway.site;

import io.asteris.contract.SiteId;
import io.asteris.platform.auth.SiteDirectory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Keeps this instance's directory of sites true to the gateway's own tables. While Kafka works the directory learns each change from
 * the topic, in order, and this only waits for it: a change put in by hand could be overtaken by an older one that is still on its
 * way. While Kafka is away it brings the tables' state in itself.
 */
@ApplicationScoped
class OwnCopy {
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Two seconds: longer than Kafka takes when it works at all. */
    private static final int LOOKS = 100;

    private final SiteDirectory directory;
    private final SiteStore sites;
    private final KeyStore keys;

    OwnCopy(SiteDirectory directory, SiteStore sites, KeyStore keys) {
        this.directory = directory;
        this.sites = sites;
        this.keys = keys;
    }

    /** Completes when a committed change holds on this instance. */
    Uni<Void> awaitKnown(Sites.Changed changed) {
        SiteId site = changed.event().site();
        return awaitThat(
                        () -> directory
                                .site(site)
                                .filter(changed.event()::equals)
                                .isPresent(),
                        LOOKS)
                .chain(known -> known ? Uni.createFrom().voidItem() : take(site));
    }

    /** Brings in all sites when the topic has been read, or cannot be; says how many there are. */
    Uni<Integer> takeAll() {
        return awaitThat(directory::isComplete, LOOKS)
                .chain(() -> Uni.combine().all().unis(sites.all(), keys.all()).asTuple())
                .map(all -> apply(all.getItem1(), all.getItem2()))
                .invoke(directory::primed);
    }

    private Uni<Void> take(SiteId site) {
        return Uni.combine()
                .all()
                .unis(sites.find(site), keys.of(site))
                .asTuple()
                .invoke(now -> now.getItem1().ifPresent(row -> directory.apply(row.event(now.getItem2()))))
                .replaceWithVoid();
    }

    private int apply(List<SiteRow> rows, Map<SiteId, List<KeyRow>> ofSites) {
        rows.forEach(row -> directory.apply(row.event(ofSites.getOrDefault(row.site(), List.of()))));
        return rows.size();
    }

    private static Uni<Boolean> awaitThat(BooleanSupplier holds, int looks) {
        if (holds.getAsBoolean() || looks == 0) {
            return Uni.createFrom().item(looks > 0);
        }
        return Uni.createFrom().voidItem().onItem().delayIt().by(LOOK).chain(() -> awaitThat(holds, looks - 1));
    }
}
