package io.asteris.dispatcher.account;

import io.asteris.contract.EmailAddress;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.provider.Limits;
import io.asteris.dispatcher.provider.Preset;
import io.asteris.dispatcher.provider.Presets;
import io.asteris.dispatcher.provider.ProviderBook;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.dispatcher.provider.StoredProvider;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Asks providers by the clock what their accounts take and how they sign: the limits hold from the next claim on, the signing is told
 * to the house. A call that fails changes nothing but the words about it.
 */
@ApplicationScoped
public class AccountKeeper {
    private static final Logger LOG = Logger.getLogger(AccountKeeper.class);

    /** After the platform has brought tables and clock. */
    private static final int START = 100;

    private static final int AT_ONCE = 10;

    /** One second each, and one event for all of them. */
    private static final int MOST_DOMAINS = 16;

    private static final Duration WHOLE = Duration.ofMinutes(4);
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final DispatcherConfig.Account config;
    private final Database database;
    private final Outbox outbox;
    private final AccountStore store;
    private final ProviderStore providers;
    private final ProviderBook book;
    private final Presets presets;
    private final RoutingStore routings;
    private final SiteDirectory sites;
    private final AtomicBoolean looking = new AtomicBoolean();
    private long timer = -1;

    AccountKeeper(
            Vertx vertx,
            DispatcherConfig config,
            Database database,
            Outbox outbox,
            AccountStore store,
            ProviderStore providers,
            ProviderBook book,
            Presets presets,
            RoutingStore routings,
            SiteDirectory sites) {
        this.vertx = vertx;
        this.config = config.account();
        this.database = database;
        this.outbox = outbox;
        this.store = store;
        this.providers = providers;
        this.book = book;
        this.presets = presets;
        this.routings = routings;
        this.sites = sites;
    }

    void start(@Observes @Priority(START) StartupEvent event) {
        timer = vertx.setPeriodic(config.look().toMillis(), ignored -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Has a provider asked without waiting for its turn, nor for what it says. */
    public Uni<Void> askSoon(LaneKey lane) {
        return store.askSoon(lane).invoke(this::look);
    }

    /** Asks whoever is due, besides the rounds by the clock; returns at once. */
    public void look() {
        if (looking.compareAndSet(false, true)) {
            store.takeDue(telling(), AT_ONCE, LEASE)
                    .onTermination()
                    .invoke(() -> looking.set(false))
                    .onItem()
                    .transformToMulti(taken -> Multi.createFrom().iterable(taken))
                    .onItem()
                    .transformToUniAndMerge(this::askLogged)
                    .subscribe()
                    .with(done -> {}, failure -> LOG.warnf("Providers could not be asked this time cause=%s", failure));
        }
    }

    private List<String> telling() {
        return presets.all().stream()
                .filter(preset -> preset.factory().tellsOfAccounts())
                .map(Preset::name)
                .toList();
    }

    private Uni<Void> askLogged(LaneKey lane) {
        return ask(lane)
                .ifNoItem()
                .after(WHOLE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("What a provider told was not kept lane=%s cause=%s", lane, failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> ask(LaneKey lane) {
        return database.onWorker(connection -> providers.named(connection, lane.site(), lane.provider()))
                .map(stored -> stored.flatMap(this::opened))
                .chain(known -> known.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : ask(known.get().stored(), known.get().opened()));
    }

    private Optional<Known> opened(StoredProvider stored) {
        return book.open(stored) instanceof ProviderBook.Opened opened
                ? Optional.of(new Known(stored, opened))
                : Optional.empty();
    }

    private record Known(StoredProvider stored, ProviderBook.Opened opened) {}

    private Uni<Void> ask(StoredProvider stored, ProviderBook.Opened opened) {
        List<String> domains = fromDomains(stored);
        List<String> all =
                Stream.concat(domains.stream(), sendingDomain(stored)).toList();
        return opened.provider()
                .account(domains)
                .map(facts -> facts.after(stored.told(), all))
                .chain(facts -> keep(
                        stored, stored.with(facts), opened.preset().factory().limits()));
    }

    private Uni<Void> keep(StoredProvider before, StoredProvider now, Limits known) {
        Duration next = now.told().troubles().isEmpty() ? config.every() : config.again();
        return outbox.inSite(now.site(), tx -> routings.lock(tx.connection(), now.site())
                .chain(routing -> store.keep(tx.connection(), now, now.holding(known), next)
                        .chain(kept -> kept
                                        && !now.told()
                                                .signing()
                                                .equals(before.told().signing())
                                ? providers
                                        .named(tx.connection(), now.site(), now.name())
                                        .invoke(saved -> saved.ifPresent(provider -> tx.tell(
                                                provider.event(now.name().equals(routing.defaultProvider())))))
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem())));
    }

    /** The domains that mail of the site may come from over this provider, as far as anybody told. */
    private List<String> fromDomains(StoredProvider provider) {
        Stream<String> ofSite = sites.site(provider.site()).stream().flatMap(site -> site.fromDomains().stream());
        Stream<String> ofSenders = Stream.of(
                        Optional.ofNullable(provider.fromEmail()),
                        Optional.ofNullable(provider.settings().get("from_email"))
                                .map(Object::toString))
                .flatMap(Optional::stream)
                .flatMap(address -> domain(address).stream());
        return Stream.of(provider.fromDomains().stream(), ofSenders, ofSite)
                .flatMap(domains -> domains)
                .distinct()
                .limit(MOST_DOMAINS)
                .toList();
    }

    /** None where mail comes from no domain, as from an address with a number in brackets. */
    private static Optional<String> domain(String address) {
        try {
            return Optional.of(EmailAddress.asciiDomain(EmailAddress.of(address).domain()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Stream<String> sendingDomain(StoredProvider provider) {
        return Optional.ofNullable(provider.settings().get("domain")).stream().map(Object::toString);
    }
}
