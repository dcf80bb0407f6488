package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.provider.Provider;
import io.asteris.dispatcher.provider.ProviderBook;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Tries the settings of held lanes now and then, without sending, and lets those go on that work again. */
@ApplicationScoped
class LaneTrials {
    private static final Logger LOG = Logger.getLogger(LaneTrials.class);

    private final Database database;
    private final CircuitStore circuits;
    private final ProviderStore providers;
    private final ProviderBook book;
    private final LaneHolds holds;
    private final Lanes lanes;
    private final DispatcherConfig config;

    LaneTrials(
            Database database,
            CircuitStore circuits,
            ProviderStore providers,
            ProviderBook book,
            LaneHolds holds,
            Lanes lanes,
            DispatcherConfig config) {
        this.database = database;
        this.circuits = circuits;
        this.providers = providers;
        this.book = book;
        this.holds = holds;
        this.lanes = lanes;
        this.config = config;
    }

    /** Begins the trials that are due; what comes of them is not waited for. */
    Uni<Void> due() {
        return circuits.toTry(config.lane().trial())
                .invoke(due -> due.forEach(lane -> run(lane)
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.warnf("Lane could not be tried lane=%s cause=%s", lane, failure))))
                .replaceWithVoid();
    }

    private Uni<Void> run(LaneKey lane) {
        return providers
                .named(database.workers(), lane.site(), lane.provider())
                .chain(stored -> stored.map(book::open)
                        .filter(ProviderBook.Opened.class::isInstance)
                        .map(ProviderBook.Opened.class::cast)
                        .map(LaneTrials::tried)
                        .orElseGet(() -> Uni.createFrom().item(false)))
                .chain(works -> works ? reopen(lane) : Uni.createFrom().voidItem());
    }

    private static Uni<Boolean> tried(ProviderBook.Opened opened) {
        return opened.provider().check().map(Provider.Check::works);
    }

    private Uni<Void> reopen(LaneKey lane) {
        LOG.infof("Lane goes on, its settings work again lane=%s", lane);
        return holds.reopenTried(lane).invoke(() -> lanes.wake(lane));
    }
}
