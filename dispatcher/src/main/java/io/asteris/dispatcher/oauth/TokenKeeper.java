package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.lane.Releases;
import io.asteris.platform.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Renews access tokens before they end, by the clock and whether mail is sent or not: a refresh token that nobody uses dies too. A
 * lease in the table makes one dispatcher renew and the others wait, and no token is used before it is committed, so that a refresh
 * token that rotates is neither used twice nor lost.
 */
@ApplicationScoped
public class TokenKeeper {
    private static final Logger LOG = Logger.getLogger(TokenKeeper.class);

    /** After the platform has brought tables and clock. */
    private static final int START = 100;

    private static final int AT_ONCE = 10;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration PEEK = Duration.ofMillis(100);
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    /** New tokens are lost if they are not written, so it is tried for as long as a database needs to come back. */
    private static final Duration WRITE_BASE = Duration.ofMillis(200);

    private static final Duration WRITE_CAP = Duration.ofSeconds(5);
    private static final int WRITE_TRIES = 100;

    private final Vertx vertx;
    private final DispatcherConfig.OAuth config;
    private final Database database;
    private final GrantStore store;
    private final GrantChanges changes;
    private final OAuthClients clients;
    private final TokenEndpoint endpoint;
    private final Lanes lanes;
    private final Releases releases;
    private final ConcurrentMap<LaneKey, Uni<Void>> wanted = new ConcurrentHashMap<>();
    private final Set<Uni<Void>> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private long timer = -1;

    TokenKeeper(
            Vertx vertx,
            DispatcherConfig config,
            Database database,
            GrantStore store,
            GrantChanges changes,
            OAuthClients clients,
            TokenEndpoint endpoint,
            Lanes lanes,
            Releases releases) {
        this.vertx = vertx;
        this.config = config.oauth();
        this.database = database;
        this.store = store;
        this.changes = changes;
        this.clients = clients;
        this.endpoint = endpoint;
        this.lanes = lanes;
        this.releases = releases;
    }

    void start(@Observes @Priority(START) StartupEvent event) {
        timer = vertx.setPeriodic(config.look().toMillis(), ignored -> look());
    }

    /** A renewal under way is waited for: its refresh token may be used up already. */
    void stop(@Observes @Priority(155) ShutdownEvent event) {
        vertx.cancelTimer(timer);
        List<Uni<Void>> last = List.copyOf(underWay);
        if (!last.isEmpty()) {
            try {
                Uni.join().all(last).andCollectFailures().await().atMost(GOODBYE);
            } catch (TimeoutException | IllegalStateException late) {
                LOG.warnf("Renewals did not end before the stop renewals=%d", last.size());
            }
        }
    }

    /** Renews whatever is due, besides the rounds by the clock. */
    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        due().onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("Tokens could not be renewed this time cause=%s", failure));
    }

    private Uni<Void> due() {
        return store.takeDue(AT_ONCE, config.lease()).chain(taken -> Multi.createFrom()
                .iterable(taken)
                .onItem()
                .transformToUniAndMerge(this::renew)
                .collect()
                .last()
                .chain(() -> taken.size() < AT_ONCE ? Uni.createFrom().voidItem() : due()));
    }

    /**
     * Renews a grant now, or waits until whoever is renewing it has ended; what came of it stands in the table then.
     *
     * @param seen the tokens that will not do
     */
    Uni<Void> renewNow(Grant seen) {
        Uni<Void> renewal = store.take(seen.lane(), seen.generation(), config.lease())
                .chain(taken -> taken.isPresent()
                        ? renew(taken.get())
                        : await(seen, System.nanoTime() + config.lease().toNanos()));
        return shared(seen.lane(), renewal);
    }

    /** One at a time a lane on this instance; whoever else wants one gets the end of that. */
    private Uni<Void> shared(LaneKey lane, Uni<Void> renewal) {
        return Uni.createFrom()
                .deferred(() -> wanted.computeIfAbsent(lane, key -> renewal.onTermination()
                        .invoke(() -> wanted.remove(key))
                        .memoize()
                        .indefinitely()));
    }

    private Uni<Void> await(Grant seen, long deadline) {
        return store.find(seen.lane()).chain(present -> {
            boolean over = present.map(grant -> grant.generation() != seen.generation() || grant.lease() == null)
                    .orElse(true);
            return over || System.nanoTime() > deadline
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().voidItem().onItem().delayIt().by(PEEK).chain(() -> await(seen, deadline));
        });
    }

    private Uni<Void> renew(Grant taken) {
        Uni<Void> renewal = renewal(taken).memoize().indefinitely();
        underWay.add(renewal);
        return renewal.onTermination().invoke(() -> underWay.remove(renewal));
    }

    private Uni<Void> renewal(Grant taken) {
        return clients.of(taken.lane())
                .chain(client -> client.isPresent() && client.get().binding().equals(taken.binding())
                        ? renewal(taken, client.get())
                        : postpone(taken, "The provider's credentials cannot be opened; save them again.", true, null));
    }

    private Uni<Void> renewal(Grant taken, OAuthClient client) {
        String refresh = taken.tokens().refresh();
        if (refresh == null) {
            return written(changes.over(taken, "The provider is not authorised. Authorise it."));
        }
        return endpoint.refresh(client, refresh)
                .map(answer -> judged(answer, client.rules()))
                .chain(answer -> keep(taken, answer));
    }

    /** A server may take back the right to send and leave the rest. */
    private static TokenAnswer judged(TokenAnswer answer, OAuthRules rules) {
        return answer instanceof TokenAnswer.Granted granted
                        && granted.scope() != null
                        && !rules.isEnough(granted.scope())
                ? new TokenAnswer.Over("The right to send mail was taken back. Authorise again, and grant it.")
                : answer;
    }

    private Uni<Void> keep(Grant taken, TokenAnswer answer) {
        return switch (answer) {
            case TokenAnswer.Granted granted ->
                written(changes.renewed(taken, granted))
                        .invoke(wentOn -> {
                            if (wentOn) {
                                follow(taken.lane());
                            }
                        })
                        .replaceWithVoid();
            case TokenAnswer.Over over -> written(changes.over(taken, over.words()));
            case TokenAnswer.Misconfigured wrong -> postpone(taken, wrong.words(), true, null);
            case TokenAnswer.Busy busy -> postpone(taken, busy.words(), false, busy.retryAfter());
        };
    }

    private Uni<Void> postpone(Grant taken, String words, boolean misconfigured, @Nullable Duration asked) {
        Duration wait = Optional.ofNullable(asked).orElseGet(() -> backOff(taken.failures()));
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        LOG.warnf("A token could not be renewed lane=%s failures=%d", taken.lane(), taken.failures() + 1);
        return database.onWorker(connection -> store.postponed(connection, taken, words, misconfigured, bounded))
                .replaceWithVoid();
    }

    private Duration backOff(int failures) {
        Duration wait = config.retry().base().multipliedBy(1L << Math.min(failures, 20));
        return wait.compareTo(config.retry().cap()) > 0 ? config.retry().cap() : wait;
    }

    private static <T> Uni<T> written(Uni<T> write) {
        return write.onFailure().retry().withBackOff(WRITE_BASE, WRITE_CAP).atMost(WRITE_TRIES);
    }

    /** Mail that waited for the tokens need not wait for the next sweep. */
    private void follow(LaneKey lane) {
        lanes.wake(lane);
        releases.all()
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("Held mail waits for the sweep lane=%s cause=%s", lane, failure));
    }
}
