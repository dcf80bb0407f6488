package io.asteris.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.RecipientAnswer;
import io.asteris.dispatcher.attempt.Said;
import io.asteris.dispatcher.schedule.RetrySchedule;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.dispatcher.state.RecipientState;
import io.asteris.dispatcher.state.Recipients;
import io.asteris.dispatcher.state.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Messages in random weather: claims, answers of every kind, writers that come late or twice, windows, evidence, orders and
 * deadlines, against the code that decides about them, with a row that is as strict as the database's.
 */
class DeliveryModelTest {
    private static final int SEQUENCES = 20_000;
    private static final int LONGEST = 40;
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Said SAID = new Said(250, null, "words");

    @Test
    void noSequenceOfEventsLeavesTheTableReopensAClosedMessageOrOwesACallThatIsNotMade() {
        var random = new Random(20260302);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            new Message(random, 1 + random.nextInt(4)).live(1 + random.nextInt(LONGEST));
        }
    }

    /** One message with all the writers that still believe in an older row of it. */
    private static final class Message {
        private final Random random;
        private final Settlement settlement;
        private final List<Transition> late = new ArrayList<>();
        private Delivery row;
        private Instant now = START;
        private int resent;

        Message(Random random, int recipients) {
            this.random = random;
            this.settlement = new Settlement(
                    new RetrySchedule(Duration.ofSeconds(30), Duration.ofHours(1), random::nextDouble),
                    Duration.ofMinutes(15));
            this.row = row(
                    DispatchState.QUEUED,
                    1,
                    0,
                    0,
                    0,
                    START,
                    START.plus(Duration.ofDays(5)),
                    Recipients.pending(recipients),
                    null,
                    false,
                    false);
        }

        void live(int events) {
            for (int event = 0; event < events; event++) {
                now = now.plusSeconds(random.nextInt(200_000));
                happen();
                assertThat(resent).isLessThanOrEqualTo(1);
                if (row.state() == DispatchState.SENT || row.state() == DispatchState.FAILED) {
                    assertThat(row.recipients().isAnyOwed()).isFalse();
                }
            }
        }

        private void happen() {
            switch (Dispatch.of(row.state())) {
                case Dispatch.Queued queued -> waiting(queued, queued);
                case Dispatch.RetryWait waiting -> waiting(waiting, waiting);
                case Dispatch.Attempting attempting -> attempting();
                case Dispatch.Uncertain uncertain -> uncertain(uncertain);
                case Dispatch.Held held -> {
                    if (random.nextBoolean()) {
                        take(SweepStore.release(row, "released", now));
                    } else {
                        stop(held);
                    }
                }
                case Dispatch.Correctable closed -> {
                    if (random.nextInt(3) == 0) {
                        take(Transition.of(row, closed.correct(), "evidence").with(proven()));
                    } else {
                        lateWriter();
                    }
                }
                case Dispatch.Sent sent -> lateWriter();
                case Dispatch.Suppressed suppressed -> lateWriter();
                case Dispatch.Cancelled cancelled -> lateWriter();
            }
        }

        private void waiting(Dispatch.Claimable claimable, Dispatch.Stoppable stoppable) {
            if (random.nextInt(5) > 0) {
                Delivery before = row;
                row = row(
                        claimable.claim().state(),
                        row.version() + 1,
                        row.fence() + 1,
                        row.attempt() + 1,
                        row.tries(),
                        row.dueAt(),
                        row.giveUpAt(),
                        row.recipients(),
                        null,
                        row.possibleDuplicate(),
                        row.resendUsed());
                check(before, row);
            } else {
                stop(stoppable);
            }
        }

        private void stop(Dispatch.Stoppable stoppable) {
            Dispatch to =
                    switch (random.nextInt(3)) {
                        case 0 -> stoppable.cancel();
                        case 1 -> stoppable.expire();
                        default -> stoppable.suppress();
                    };
            take(Transition.of(row, to, "stopped"));
        }

        private void attempting() {
            Transition answered = settlement.of(row, answer(), now);
            switch (random.nextInt(6)) {
                case 0 -> take(settlement.lost(row, "the lease ran out", now));
                case 1 -> take(Settlement.handedBack(row, "not called yet", now));
                case 2 -> lateWriter();
                default -> take(answered);
            }
            late.add(answered);
        }

        private void uncertain(Dispatch.Uncertain uncertain) {
            switch (random.nextInt(4)) {
                case 0 -> take(Transition.of(row, uncertain.prove(), "evidence").with(proven()));
                case 1 -> lateWriter();
                default -> {
                    boolean again = row.onUnknown() == OnUnknown.RESEND && !row.resendUsed();
                    resent += again ? 1 : 0;
                    take(
                            again
                                    ? Transition.of(row, uncertain.resend(), "once more")
                                            .due(now)
                                            .resent()
                                    : Transition.of(row, uncertain.giveUp(), "nobody knows"));
                }
            }
        }

        private Recipients proven() {
            Recipients proven = row.recipients().proven(Set.of(0));
            return proven.isAnyOwed() ? proven.withOwed(RecipientState.TAKEN) : proven;
        }

        /** Somebody writes what it learned long ago; only the row's own fence and version may let it. */
        private void lateWriter() {
            if (!late.isEmpty()) {
                Transition old = late.get(random.nextInt(late.size()));
                boolean present =
                        old.from().fence() == row.fence() && old.from().version() == row.version();
                Delivery before = row;
                take(old);
                if (!present) {
                    assertThat(row).isSameAs(before);
                }
            }
        }

        /** As the database does it: from that state, that version and that fence, over a legal transition, or not at all. */
        private void take(Transition step) {
            Delivery before = row;
            boolean mine = step.from().state() == row.state()
                    && step.from().version() == row.version()
                    && step.from().fence() == row.fence();
            if (mine) {
                row = row(
                        step.to().state(),
                        row.version() + 1,
                        row.fence(),
                        step.attempt(),
                        step.tries(),
                        step.dueAt(),
                        step.giveUpAt(),
                        step.recipients(),
                        step.provider(),
                        step.possibleDuplicate(),
                        row.resendUsed() || step.resend());
                check(before, row);
                assertThat(step.event(now).correction())
                        .isEqualTo(before.state().terminal());
            }
        }

        private static void check(Delivery before, Delivery after) {
            assertThat(Transitions.from(before.state())).contains(after.state());
            if (before.state().terminal()) {
                assertThat(after.state()).isEqualTo(DispatchState.SENT);
            }
            for (int position = 0; position < before.recipients().count(); position++) {
                if (before.recipients().at(position) == RecipientState.TAKEN) {
                    assertThat(after.recipients().at(position)).isEqualTo(RecipientState.TAKEN);
                }
            }
            assertThat(after.tries()).isBetween(before.tries(), before.tries() + 1);
            if (before.possibleDuplicate()) {
                assertThat(after.possibleDuplicate()).isTrue();
            }
        }

        private Answer answer() {
            List<RecipientAnswer> single = new ArrayList<>();
            for (int position : row.recipients().owed()) {
                if (random.nextInt(4) == 0) {
                    Cause cause = random.nextBoolean() ? Cause.RECIPIENT : Cause.TRANSIENT;
                    single.add(new RecipientAnswer(position, cause, SAID, null));
                }
            }
            return switch (random.nextInt(7)) {
                case 0 -> Answer.NotTaken.of(Cause.TRANSIENT, SAID);
                case 1 -> new Answer.NotTaken(Cause.THROTTLED, SAID, Duration.ofSeconds(5), List.of());
                case 2 -> Answer.NotTaken.of(Cause.CONFIGURATION, SAID);
                case 3 -> Answer.Refused.message(SAID);
                case 4 -> Answer.Unknown.of(SAID);
                default -> new Answer.Taken(SAID, "id", false, single);
            };
        }

        private Delivery row(
                DispatchState state,
                int version,
                int fence,
                int attempt,
                int tries,
                Instant dueAt,
                Instant giveUpAt,
                Recipients recipients,
                @Nullable String provider,
                boolean possibleDuplicate,
                boolean resendUsed) {
            return new Delivery(
                    MessageId.mint(START),
                    new SiteId("site"),
                    provider == null ? "main" : provider,
                    state,
                    version,
                    fence,
                    attempt,
                    tries,
                    dueAt,
                    giveUpAt,
                    now,
                    recipients,
                    2_048,
                    0,
                    "",
                    "shop.example",
                    null,
                    OnUnknown.RESEND,
                    possibleDuplicate,
                    resendUsed,
                    "main");
        }
    }
}
