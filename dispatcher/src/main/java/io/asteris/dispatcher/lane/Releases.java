package io.asteris.dispatcher.lane;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.delivery.SweepStore;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.routing.Routing;
import io.asteris.dispatcher.routing.RoutingStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets held mail go when what held it is over: a provider is there, its settings work again, or a person says so. */
@ApplicationScoped
public class Releases {
    private final SweepStore store;
    private final RoutingStore routings;
    private final Lanes lanes;

    Releases(SweepStore store, RoutingStore routings, Lanes lanes) {
        this.store = store;
        this.routings = routings;
        this.lanes = lanes;
    }

    /** Everything that need not be held any more, of all sites. */
    public Uni<Void> all() {
        return workingAgain().chain(() -> routings.releaseOwed()).chain(this::routable);
    }

    /** What is held in a lane, whatever holds it. */
    public Uni<Void> of(LaneKey lane) {
        return store.heldIn(lane)
                .invoke(this::wake)
                .chain(steps -> steps.isEmpty() ? Uni.createFrom().voidItem() : of(lane));
    }

    private Uni<Void> workingAgain() {
        return store.workingAgain()
                .invoke(this::wake)
                .chain(steps -> steps.isEmpty() ? Uni.createFrom().voidItem() : workingAgain());
    }

    private Uni<Void> routable(Map<SiteId, Routing> owed) {
        return Multi.createFrom()
                .iterable(owed.entrySet())
                .onItem()
                .transformToUniAndConcatenate(site -> routable(site.getKey(), site.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> routable(SiteId site, Routing routing) {
        return store.routable(site, routing)
                .invoke(this::wake)
                .chain(steps -> steps.isEmpty() ? routings.released(site) : routable(site, routing));
    }

    private void wake(List<Transition> steps) {
        steps.stream()
                .map(Transition::lane)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(lanes::wake);
    }
}
