package io.asteris.dispatcher.intake;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.delivery.IntakeStore;
import io.asteris.dispatcher.delivery.IntakeStore.Incoming;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.delivery.OrderStore;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.routing.Routing;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Gives accepted messages their lane and their row, and wakes the lanes; a repeat of either changes nothing. */
@ApplicationScoped
class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final DispatcherConfig config;
    private final DatabaseClock clock;
    private final RoutingStore routings;
    private final IntakeStore store;
    private final OrderStore orders;
    private final Outbox outbox;
    private final Lanes lanes;
    private final MeterRegistry metrics;

    Intake(
            DispatcherConfig config,
            DatabaseClock clock,
            RoutingStore routings,
            IntakeStore store,
            OrderStore orders,
            Outbox outbox,
            Lanes lanes,
            MeterRegistry metrics) {
        this.config = config;
        this.clock = clock;
        this.routings = routings;
        this.store = store;
        this.orders = orders;
        this.outbox = outbox;
        this.lanes = lanes;
        this.metrics = metrics;
    }

    /** Rows for those messages that have none yet; their lanes are awake when it completes. */
    Uni<Void> accept(List<MessageAccepted> accepted) {
        if (accepted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return insert(accepted)
                .onFailure(Intake::isAboutTheData)
                .recoverWithUni(refused -> oneByOne(accepted, refused));
    }

    private Uni<Void> insert(List<MessageAccepted> accepted) {
        var sites = accepted.stream().map(MessageAccepted::site).collect(Collectors.toUnmodifiableSet());
        return routings.of(sites).chain(known -> {
            Failpoint.reach("intake.read");
            List<Incoming> incoming = accepted.stream()
                    .map(message -> incoming(message, known.getOrDefault(message.site(), Routing.NONE)))
                    .toList();
            return store.insert(incoming, config.retry().maxAge())
                    .call(this::cancelled)
                    .invoke(() -> Failpoint.reach("intake.inserted"))
                    .invoke(inserted -> follow(incoming, inserted))
                    .replaceWithVoid();
        });
    }

    /** One message that no row can hold must not keep the others of its partition from going. */
    private Uni<Void> oneByOne(List<MessageAccepted> accepted, Throwable refused) {
        if (accepted.size() == 1) {
            metrics.counter("asteris.announcements.refused").increment();
            LOG.errorf(
                    refused,
                    "Announcement cannot be stored and is left out messageId=%s",
                    accepted.getFirst().message());
            return Uni.createFrom().voidItem();
        }
        return InTurn.each(accepted, message -> accept(List.of(message)));
    }

    /** SQL states 22 (data) and 23 (constraint), or a rule of our own types: the same batch would fail for ever. */
    private static boolean isAboutTheData(Throwable failure) {
        if (failure instanceof PgException refused && refused.getSqlState() != null) {
            return refused.getSqlState().startsWith("22")
                    || refused.getSqlState().startsWith("23");
        }
        return failure instanceof IllegalArgumentException;
    }

    private Incoming incoming(MessageAccepted message, Routing routing) {
        String provider = routing.providerFor(message.source(), message.fromDomain(), message.provider())
                .orElse(null);
        var told = provider == null
                ? standing(message, DispatchState.HELD, IntakeStore.VERSION_WHEN_HELD, "no provider")
                : standing(message, DispatchState.QUEUED, IntakeStore.VERSION_WHEN_QUEUED, "");
        OnUnknown onUnknown = Objects.requireNonNullElse(message.onUnknown(), routing.onUnknown());
        return new Incoming(
                message, provider, onUnknown, outbox.rows(List.of(told)).getFirst());
    }

    private MessageStateChanged standing(MessageAccepted message, DispatchState state, int version, String reason) {
        return new MessageStateChanged(
                message.message(), message.site(), state, version, clock.now(), reason, null, false, List.of());
    }

    private Uni<Void> cancelled(Map<MessageId, Boolean> inserted) {
        List<MessageId> unwanted = inserted.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        return unwanted.isEmpty()
                ? Uni.createFrom().voidItem()
                : orders.cancel(unwanted).replaceWithVoid();
    }

    private void follow(List<Incoming> incoming, Map<MessageId, Boolean> inserted) {
        Instant now = clock.now();
        Map<LaneKey, Duration> due = new HashMap<>();
        for (Incoming each : incoming) {
            MessageAccepted message = each.accepted();
            if (each.provider() != null && inserted.containsKey(message.message())) {
                Instant first = Objects.requireNonNullElse(message.scheduledAt(), now);
                due.merge(
                        new LaneKey(message.site(), each.provider()),
                        Duration.between(now, first),
                        (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        due.forEach(lanes::wakeIn);
        outbox.publish(incoming.stream()
                .filter(each -> inserted.containsKey(each.accepted().message()))
                .map(Incoming::told)
                .toList());
    }
}
