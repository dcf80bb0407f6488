package io.asteris.dispatcher.settings;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.account.AccountKeeper;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.LaneHolds;
import io.asteris.dispatcher.lane.LaneStore;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.lane.QuotaStore;
import io.asteris.dispatcher.lane.Releases;
import io.asteris.dispatcher.oauth.Grant;
import io.asteris.dispatcher.oauth.GrantStore;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderBook;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a provider stands, and whether its settings work; one that works again lets its lane go on. */
@ApplicationScoped
class ProviderTrial {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Database database;
    private final ProviderStore store;
    private final RoutingStore routings;
    private final LaneStore laneStore;
    private final QuotaStore quotaStore;
    private final GrantStore grants;
    private final ProviderBook book;
    private final LaneHolds holds;
    private final Lanes lanes;
    private final Releases releases;
    private final AccountKeeper accountKeeper;

    ProviderTrial(
            Database database,
            ProviderStore store,
            RoutingStore routings,
            LaneStore laneStore,
            QuotaStore quotaStore,
            GrantStore grants,
            ProviderBook book,
            LaneHolds holds,
            Lanes lanes,
            Releases releases,
            AccountKeeper accountKeeper) {
        this.database = database;
        this.store = store;
        this.routings = routings;
        this.laneStore = laneStore;
        this.quotaStore = quotaStore;
        this.grants = grants;
        this.book = book;
        this.holds = holds;
        this.lanes = lanes;
        this.releases = releases;
        this.accountKeeper = accountKeeper;
    }

    /**
     * The provider of that name, or the default one.
     *
     * @param name null for the default
     */
    Uni<StoredProvider> find(SiteId site, @Nullable String name) {
        return database.inSite(site, connection -> routings.of(connection, site)
                        .map(routing -> Optional.ofNullable(name == null ? routing.defaultProvider() : name))
                        .chain(wanted -> wanted.isEmpty()
                                ? Uni.createFrom().item(Optional.<StoredProvider>empty())
                                : store.named(connection, site, wanted.get())))
                .map(found -> found.orElseThrow(() -> name == null
                        ? new ProblemException(ProblemType.NOT_FOUND, "The site has no provider yet.")
                        : ProviderSettings.missing(name)));
    }

    /** How the lane of a provider stands. */
    Uni<LaneStore.Standing> standing(StoredProvider provider) {
        return database.inSite(provider.site(), connection -> laneStore.standings(connection, provider.site()))
                .map(all -> all.stream()
                        .filter(standing -> standing.provider().equals(provider.name()))
                        .findFirst()
                        .orElseThrow(() -> ProviderSettings.missing(provider.name())));
    }

    /** What the account of a provider has used of its limits. */
    Uni<List<QuotaStore.Quota>> quotas(StoredProvider provider) {
        var lane = new LaneKey(provider.site(), provider.name());
        return database.inSite(provider.site(), connection -> quotaStore.of(connection, lane));
    }

    /** The grant of a provider that needs a consent. */
    Uni<Optional<Grant>> token(StoredProvider provider) {
        var lane = new LaneKey(provider.site(), provider.name());
        return database.inSite(provider.site(), connection -> grants.find(connection, lane));
    }

    /** Tries the settings without sending. */
    Uni<Verdict> test(StoredProvider stored) {
        return switch (book.open(stored)) {
            case ProviderBook.Opened opened -> {
                long began = System.nanoTime();
                yield opened.provider()
                        .check()
                        .call(() -> accountKeeper.askSoon(new LaneKey(stored.site(), stored.name())))
                        .call(check -> check.works()
                                ? goOn(new LaneKey(stored.site(), stored.name()))
                                : Uni.createFrom().nullItem())
                        .map(check -> verdict(check, began));
            }
            case ProviderBook.Unusable unusable -> Uni.createFrom().item(new Verdict(false, unusable.reason(), 0));
            case ProviderBook.Gone gone -> throw ProviderSettings.missing(stored.name());
        };
    }

    private Uni<Void> goOn(LaneKey lane) {
        return holds.reopen(lane).chain(() -> releases.all()).invoke(() -> lanes.wake(lane));
    }

    private static Verdict verdict(Provider.Check check, long began) {
        return new Verdict(check.works(), check.words(), (System.nanoTime() - began) / NANOS_PER_MILLI);
    }

    /**
     * What a test found.
     *
     * @param answer what works, or what is wrong and what to change
     */
    record Verdict(boolean ok, String answer, long millis) {}
}
