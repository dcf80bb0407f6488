package io.asteris.dispatcher.lane;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.Recorded;
import io.asteris.dispatcher.delivery.StepStore;
import io.asteris.dispatcher.delivery.Steps;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.dispatcher.state.RecipientState;
import io.asteris.dispatcher.state.Recipients;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Results that found their message moved on. One that was committed before its confirmation got lost is told now; one whose lease
 * just ran out still knows what the provider said; everything else changes nothing, and is counted.
 */
@ApplicationScoped
class LateResults {
    private final Database database;
    private final StepStore store;
    private final Steps steps;

    LateResults(Database database, StepStore store, Steps steps) {
        this.database = database;
        this.store = store;
        this.steps = steps;
    }

    /** Does what can still be done; fails when the database does not answer. */
    Uni<Void> settle(List<Recorded> missed) {
        if (missed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<MessageId> messages =
                missed.stream().map(result -> result.step().from().message()).toList();
        return store.present(database.workers(), messages)
                .chain(present -> settle(missed, present))
                .replaceWithVoid();
    }

    private Uni<Set<MessageId>> settle(List<Recorded> missed, Map<MessageId, Delivery> present) {
        steps.publish(
                missed.stream().filter(result -> isCommitted(result, present)).toList());
        List<Recorded> corrected = missed.stream()
                .filter(result -> !isCommitted(result, present))
                .map(result -> settled(result, present.get(result.step().from().message())))
                .flatMap(Optional::stream)
                .toList();
        if (corrected.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return store.record(database.workers(), corrected)
                .invoke(moved -> steps.publish(corrected.stream()
                        .filter(result -> moved.contains(result.step().from().message()))
                        .toList()));
    }

    /** Whether an earlier write of the same result took effect without our learning of it. */
    private static boolean isCommitted(Recorded result, Map<MessageId, Delivery> present) {
        Transition step = result.step();
        Delivery now = present.get(step.from().message());
        return now != null
                && now.fence() == step.from().fence()
                && now.version() == step.from().version() + 1
                && now.state() == step.to().state();
    }

    /** The lease ran out, but nobody has called since: what the provider said is evidence. */
    private Optional<Recorded> settled(Recorded result, @org.jspecify.annotations.Nullable Delivery now) {
        Transition step = result.step();
        boolean ours = now != null
                && now.fence() == step.from().fence()
                && now.state() == DispatchState.UNCERTAIN
                && step.from().state() == DispatchState.ATTEMPTING;
        if (ours) {
            var uncertain = new Dispatch.Uncertain();
            if (step.to() instanceof Dispatch.Sent) {
                return Optional.of(steps.ready(step.startingAt(now, uncertain.prove()), result.attempt()));
            }
            if (step.to() instanceof Dispatch.RetryWait) {
                return Optional.of(steps.ready(step.startingAt(now, uncertain.resend()), result.attempt()));
            }
        }
        if (now != null && wasErased(step, now)) {
            return Optional.of(steps.ready(closed(step), result.attempt()));
        }
        steps.refuse(step, now);
        return Optional.empty();
    }

    /** The message stands where the step began and may still not go back to wait: it was erased during its call. */
    private static boolean wasErased(Transition step, Delivery now) {
        boolean goesOn = step.to() instanceof Dispatch.RetryWait || step.to() instanceof Dispatch.Held;
        return goesOn
                && step.from().state() == DispatchState.ATTEMPTING
                && now.state() == DispatchState.ATTEMPTING
                && now.fence() == step.from().fence()
                && now.version() == step.from().version();
    }

    private static Transition closed(Transition step) {
        Recipients left = step.recipients().withOwed(RecipientState.CANCELLED);
        String reason = step.reason() + " (erased, not sent again)";
        return Transition.of(step.from(), new Dispatch.Attempting().close(left), reason)
                .with(left);
    }
}
