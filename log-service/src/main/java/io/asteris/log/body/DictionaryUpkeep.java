package io.asteris.log.body;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.body.DictionaryTrial.Better;
import io.asteris.log.pack.Dictionary;
import io.asteris.log.pack.Sample;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.database.DatabaseClock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives each site that has some hundred bodies a dictionary of its own, and looks once a day whether another one would pack clearly
 * better. Only sites that bodies come in for are looked at, one after the other, by whichever instance takes their turn first.
 */
@ApplicationScoped
class DictionaryUpkeep {
    private static final Logger LOG = Logger.getLogger(DictionaryUpkeep.class);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration AT_ITS_NEXT_BODY = Duration.ZERO;
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(10);

    /** The others come again with their next body. */
    private static final int MOST_WAITING = 10_000;

    private final Vertx vertx;
    private final DatabaseClock clock;
    private final ContentSealer sealer;
    private final Dictionaries dictionaries;
    private final DictionaryStore store;
    private final BodySample sample;
    private final DictionaryConfig config;
    private final Set<SiteId> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private long looks = -1;
    private volatile boolean stopping;

    DictionaryUpkeep(
            Vertx vertx,
            DatabaseClock clock,
            ContentSealer sealer,
            Dictionaries dictionaries,
            DictionaryStore store,
            BodySample sample,
            DictionaryConfig config) {
        this.vertx = vertx;
        this.clock = clock;
        this.sealer = sealer;
        this.dictionaries = dictionaries;
        this.store = store;
        this.sample = sample;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        looks = vertx.setPeriodic(config.look().toMillis(), ignored -> look());
    }

    void stop(@Observes ShutdownEvent ending) {
        stopping = true;
        vertx.cancelTimer(looks);
    }

    /** Bodies come in for these sites. */
    void wake(Collection<SiteId> sites) {
        if (waiting.size() < MOST_WAITING) {
            waiting.addAll(sites);
        }
    }

    private void look() {
        if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
            var sites = new ArrayList<>(waiting);
            sites.forEach(waiting::remove);
            store.take(sites, DAILY)
                    .onItem()
                    .transformToMulti(taken -> Multi.createFrom().iterable(taken))
                    .onItem()
                    .transformToUniAndConcatenate(
                            site -> stopping ? Uni.createFrom().voidItem() : turn(site))
                    .onItem()
                    .ignoreAsUni()
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.warnf("Dictionaries wait for the database cause=%s", failure));
        }
    }

    /** Never fails: the site has another turn. */
    private Uni<Void> turn(SiteId site) {
        return make(site)
                .onFailure()
                .invoke(trouble -> LOG.warnf("A dictionary is made later site=%s cause=%s", site, trouble))
                .onFailure()
                .recoverWithUni(() -> store.dueIn(site, AFTER_TROUBLE))
                .onFailure()
                .recoverWithNull();
    }

    /** Looks at a site whose turn was taken. */
    private Uni<Void> make(SiteId site) {
        return sample.of(site)
                .chain(samples -> samples.isEmpty()
                        ? store.dueIn(site, AT_ITS_NEXT_BODY)
                        : sealer.existing(site).chain(keyed -> keyed.map(key -> make(site, key, samples))
                                .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> make(SiteId site, SiteSealer keyed, List<Sample> samples) {
        return dictionaries
                .newest(Map.of(site, keyed))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(newest -> DictionaryTrial.of(samples, lasting(newest.get(site))))
                .chain(better -> better.map(made -> add(site, keyed, made))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> add(SiteId site, SiteSealer keyed, Better made) {
        var id = MessageId.mint(clock.now());
        return store.add(keyed.seal(id, DictionaryStore.PART, made.octets()))
                .invoke(stored -> {
                    dictionaries.use(stored, made.octets());
                    LOG.infof(
                            "A site has a dictionary of its own site=%s number=%d octets=%d percent=%d",
                            site, stored.key().number(), made.octets().length, made.percent());
                })
                .replaceWithVoid();
    }

    /** One that cannot be used until the next turn is as good as none. */
    private @Nullable Dictionary lasting(@Nullable SiteDictionary present) {
        return present == null || !present.isUsed(clock.now().plus(DAILY)) ? null : present.dictionary();
    }
}
