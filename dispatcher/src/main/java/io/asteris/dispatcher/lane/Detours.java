package io.asteris.dispatcher.lane;

import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.DetourStore;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.routing.Routing;
import io.asteris.dispatcher.routing.RoutingStore;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Leads mail around a provider that cannot take it now, over the fallbacks of its site. Only what surely was not taken goes, only while
 * its own lane is held, broken or waits too long, and never what its caller wants sent over that provider alone.
 */
@ApplicationScoped
class Detours {
    private final RoutingStore routings;
    private final CircuitStore lanes;
    private final DetourStore store;
    private final DatabaseClock clock;

    Detours(RoutingStore routings, CircuitStore lanes, DetourStore store, DatabaseClock clock) {
        this.routings = routings;
        this.lanes = lanes;
        this.store = store;
        this.clock = clock;
    }

    /** The step of a message that failed for a passing trouble: around its lane where the circuit is open, else as it was. */
    Uni<Transition> aroundBroken(Transition step) {
        return find(step, true)
                .map(way -> way.map(over -> redirected(step, over)).orElse(step));
    }

    /** The step of a message whose lane is held now: over a fallback at once, or as it was where there is none. */
    Uni<Transition> around(Transition step) {
        return find(step, false)
                .map(way -> way.map(over -> redirected(step, over)).orElse(step));
    }

    /** The same for a lane that was asked to wait for that long, where the site does not want to wait so long. */
    Uni<Transition> aroundWait(Transition step, Duration wait) {
        Delivery attempted = step.from();
        return routings.of(Set.of(attempted.site()))
                .map(found -> found.getOrDefault(attempted.site(), Routing.NONE))
                .chain(routing -> routing.maxWait()
                                .filter(most -> wait.compareTo(most) > 0)
                                .isPresent()
                        ? around(step)
                        : Uni.createFrom().item(step));
    }

    private Uni<Optional<String>> find(Transition step, boolean onlyIfBlocked) {
        Delivery attempted = step.from();
        if (attempted.wanted() != null || attempted.possibleDuplicate()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return routings.of(Set.of(attempted.site())).chain(found -> {
            Routing routing = found.getOrDefault(attempted.site(), Routing.NONE);
            if (routing.fallbacks().isEmpty()) {
                return Uni.createFrom().item(Optional.<String>empty());
            }
            return lanes.usable(attempted.site())
                    .map(usable ->
                            onlyIfBlocked && usable.contains(attempted.lane().provider())
                                    ? Optional.<String>empty()
                                    : routing.detour(
                                            attempted.chosen(), attempted.lane().provider(), usable));
        });
    }

    private Transition redirected(Transition step, String over) {
        Transition moved = Transition.of(
                        step.from(),
                        new Dispatch.Attempting().retry(),
                        step.reason() + " (goes over " + over + " instead)")
                .with(step.recipients())
                .due(clock.now())
                .over(over);
        return step.tries() > step.from().tries() ? moved.counted() : moved;
    }

    /**
     * Moves what is parked in lanes that cannot take it.
     *
     * @param wake told each lane into which something was moved
     */
    Uni<Void> parked(Consumer<LaneKey> wake) {
        return store.blocked().chain(blocked -> Multi.createFrom()
                .iterable(blocked)
                .onItem()
                .transformToUniAndConcatenate(lane -> lead(lane, wake))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> lead(DetourStore.Blocked blocked, Consumer<LaneKey> wake) {
        LaneKey lane = blocked.lane();
        return lanes.usable(lane.site())
                .chain(usable -> {
                    Optional<String> fallback = blocked.fallbacks().stream()
                            .filter(name -> !name.equals(lane.provider()) && usable.contains(name))
                            .findFirst();
                    return store.move(blocked, usable, fallback.orElse(null)).invoke(into -> into.forEach(wake));
                })
                .replaceWithVoid();
    }
}
