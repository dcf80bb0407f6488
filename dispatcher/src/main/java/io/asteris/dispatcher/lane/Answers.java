package io.asteris.dispatcher.lane;

import io.asteris.contract.event.AttemptRecorded;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.Hold;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.delivery.Settlement;
import io.asteris.dispatcher.delivery.Steps;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.provider.ProviderBook;
import io.asteris.dispatcher.schedule.RetrySchedule;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.dispatcher.state.Recipients;
import io.asteris.platform.database.DatabaseClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** From an answer to what is committed: the message's step, the attempt, and what it means for the lane. */
@ApplicationScoped
class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);

    /** Before a message that was handed back is claimed again; what kept it from being called seldom passes at once. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final DatabaseClock clock;
    private final Windows windows;
    private final Steps steps;
    private final Results results;
    private final LaneStore lanes;
    private final LaneHolds holds;
    private final Circuits circuits;
    private final Detours detours;
    private final MeterRegistry metrics;
    private final RetrySchedule schedule;

    Answers(
            DatabaseClock clock,
            Windows windows,
            Steps steps,
            Results results,
            LaneStore lanes,
            LaneHolds holds,
            Circuits circuits,
            Detours detours,
            MeterRegistry metrics,
            DispatcherConfig config) {
        this.clock = clock;
        this.windows = windows;
        this.steps = steps;
        this.results = results;
        this.lanes = lanes;
        this.holds = holds;
        this.circuits = circuits;
        this.detours = detours;
        this.metrics = metrics;
        this.schedule = new RetrySchedule(config.retry().base(), config.retry().cap(), () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    /** Starts the watch of a call. */
    Call begin(ProviderBook.Opened opened, Delivery delivery) {
        return new Call(opened, delivery, clock.now(), System.nanoTime());
    }

    /** Commits a step to which no call led. */
    void write(Transition step, Consumer<Transition> settled) {
        results.write(steps.ready(step, null)).subscribe().with(done -> settled.accept(step));
    }

    /** Gives back a message whose call was not begun. */
    void handBack(Delivery delivery, Consumer<Transition> settled) {
        write(Settlement.handedBack(delivery, "not called yet", clock.now().plus(BREATH)), settled);
    }

    /** Closes a message of which every recipient is suppressed; it was found by a claim and not taken by it. */
    void skipped(Delivery found, Recipients skipped, Consumer<Transition> settled) {
        if (!(Dispatch.of(found.state()) instanceof Dispatch.Stoppable waiting)) {
            throw new IllegalStateException("a claim found a message in state " + found.state());
        }
        write(
                Transition.of(found, waiting.suppress(), "every recipient is on the suppression list")
                        .with(skipped),
                settled);
    }

    /** Closes a message that nobody is owed any more: a provider reported on it, or those that were left are suppressed now. */
    void closed(Delivery claimed, Recipients after, String reason, Consumer<Transition> settled) {
        write(
                Transition.of(claimed, new Dispatch.Attempting().close(after), reason)
                        .with(after)
                        .withoutAttempt(),
                settled);
    }

    /** Holds a message for settings of which no provider can be made. */
    void unusable(Delivery delivery, String reason, Consumer<Transition> settled) {
        write(Settlement.held(delivery, Hold.CONFIGURATION, reason).withoutAttempt(), settled);
    }

    /** One call under way. */
    final class Call {
        private final ProviderBook.Opened opened;
        private final Delivery delivery;
        private final Instant startedAt;
        private final long startedNanos;

        private Call(ProviderBook.Opened opened, Delivery delivery, Instant startedAt, long startedNanos) {
            this.opened = opened;
            this.delivery = delivery;
            this.startedAt = startedAt;
            this.startedNanos = startedNanos;
        }

        /** Commits what the provider said. */
        void answered(Answer answer, Consumer<Transition> settled) {
            Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
            String preset = opened.preset().name();
            metrics.counter(
                            "asteris.attempts",
                            "provider",
                            preset,
                            "answer",
                            answer.kind().word())
                    .increment();
            Transition settlement = new Settlement(schedule, windows.of(preset)).of(delivery, answer, clock.now());
            Transition step = settlement.saying(settlement.reason() + standIn());
            log(answer, step, took);
            circuits.heard(delivery.lane(), answer)
                    .chain(() -> forLane(answer, step))
                    .onFailure()
                    .recoverWithItem(unreachable -> orphan(step, unreachable))
                    .chain(settledStep -> {
                        AttemptRecorded attempt =
                                AttemptReport.of(delivery, preset, answer, settledStep, startedAt, took);
                        return results.write(steps.ready(settledStep, attempt)).replaceWith(settledStep);
                    })
                    .subscribe()
                    .with(settled);
        }

        /** What the answer says of all mail of the lane; the lane is told before the message is, so that no claim slips between. */
        private Uni<Transition> forLane(Answer answer, Transition step) {
            if (!(answer instanceof Answer.NotTaken notTaken)
                    || step.to().state().terminal()) {
                return Uni.createFrom().item(step);
            }
            LaneKey lane = delivery.lane();
            return switch (notTaken.cause()) {
                case CONFIGURATION ->
                    holds.hold(lane, step.reason(), opened.version())
                            .chain(held -> held
                                    ? detours.around(step)
                                    : Uni.createFrom().item(underNewSettings(step)));
                case THROTTLED ->
                    // Said of single recipients it is about them, as greylisting is, and the lane goes on.
                    notTaken.recipients().isEmpty()
                            ? waiting(lane, step)
                            : Uni.createFrom().item(step);
                case TRANSIENT -> detours.aroundBroken(step);
                case PERMANENT, RECIPIENT -> Uni.createFrom().item(step);
            };
        }

        /** What the entry says when another provider was asked than the one that was chosen. */
        private String standIn() {
            if (!delivery.isStandIn()) {
                return "";
            }
            String from = opened.fromEmail() == null ? "" : ", with its own From";
            return " (" + delivery.provider() + " stands in for " + delivery.chosen() + from + ")";
        }

        private Uni<Transition> waiting(LaneKey lane, Transition step) {
            Duration wait = Duration.between(clock.now(), step.dueAt());
            return lanes.waitFor(lane, wait, step.reason()).chain(() -> detours.aroundWait(step, wait));
        }

        /** The settings that failed are not the present ones: under those the message has its chance at once. */
        private Transition underNewSettings(Transition step) {
            return Transition.of(delivery, new Dispatch.Attempting().retry(), step.reason())
                    .with(step.recipients())
                    .due(clock.now());
        }

        /** The database is away: the message's own step waits for it, the lane's is told by the next answer. */
        private Transition orphan(Transition step, Throwable unreachable) {
            LOG.warnf("Lane could not be told lane=%s trouble=%s", delivery.lane(), unreachable);
            return step;
        }

        private void log(Answer answer, Transition step, Duration took) {
            LOG.debugf(
                    "Attempt ended messageId=%s attempt=%d provider=%s answer=%s state=%s millis=%d",
                    delivery.message(),
                    delivery.attempt(),
                    delivery.provider(),
                    answer.kind().word(),
                    step.to().state().word(),
                    took.toMillis());
        }
    }
}
