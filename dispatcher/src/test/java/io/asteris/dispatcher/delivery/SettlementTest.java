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
import io.asteris.dispatcher.state.Recipients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(60);
    private static final Said OK = new Said(250, "2.0.0", "Ok: queued as 4F1A2");
    private static final Said LATER = new Said(451, "4.3.0", "try again later");
    private static final Said NEVER = new Said(550, "5.1.1", "User unknown");

    private final Settlement settlement =
            new Settlement(new RetrySchedule(Duration.ofSeconds(30), Duration.ofHours(1), () -> 1.0), WINDOW);

    @Test
    void takenForAllIsSent() {
        Transition step = settlement.of(attempted("ppp"), new Answer.Taken(OK, "4F1A2", false, List.of()), NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.SENT);
        assertThat(step.recipients().letters()).isEqualTo("ttt");
        assertThat(step.reason()).isEqualTo("250 2.0.0 Ok: queued as 4F1A2");
    }

    @Test
    void twoOfFiveRefusedAndOneDeferredLeavesTheDeferredOneOwed() {
        // Given
        var answer = new Answer.Taken(
                OK,
                null,
                false,
                List.of(
                        RecipientAnswer.refused(1, NEVER),
                        RecipientAnswer.refused(3, NEVER),
                        new RecipientAnswer(4, Cause.TRANSIENT, LATER, null)));

        // When
        Transition step = settlement.of(attempted("ppppp"), answer, NOW);

        // Then
        assertThat(step.to().state()).isEqualTo(DispatchState.RETRY_WAIT);
        assertThat(step.recipients().letters()).isEqualTo("trtrp");
        assertThat(step.dueAt()).isEqualTo(NOW.plusSeconds(30));
        assertThat(step.tries()).isEqualTo(1);
        assertThat(step.reason()).isEqualTo("451 4.3.0 try again later");
    }

    @Test
    void theLastOwedRecipientClosesTheMessageBySentWhenAnyWasTaken() {
        Transition step = settlement.of(attempted("trp"), new Answer.Refused(Cause.RECIPIENT, NEVER, List.of()), NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.SENT);
        assertThat(step.recipients().letters()).isEqualTo("trr");
    }

    @Test
    void refusedForAllIsFailed() {
        Transition step = settlement.of(attempted("pp"), Answer.Refused.message(NEVER), NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.FAILED);
        assertThat(step.recipients().letters()).isEqualTo("rr");
    }

    @Test
    void someRefusedForGoodAndOneForNowIsTriedAgainForThatOne() {
        var answer = new Answer.NotTaken(
                Cause.TRANSIENT,
                LATER,
                null,
                List.of(
                        RecipientAnswer.refused(0, NEVER),
                        new RecipientAnswer(1, Cause.TRANSIENT, LATER, Duration.ofMinutes(5))));

        Transition step = settlement.of(attempted("pp"), answer, NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.RETRY_WAIT);
        assertThat(step.recipients().letters()).isEqualTo("rp");
        assertThat(step.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void aPassingTroubleCountsAnAttempt() {
        Transition step = settlement.of(attempted("p"), Answer.NotTaken.of(Cause.TRANSIENT, LATER), NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.RETRY_WAIT);
        assertThat(step.tries()).isEqualTo(1);
        assertThat(step.giveUpAt()).isEqualTo(attempted("p").giveUpAt());
    }

    @Test
    void beingThrottledUsesNoAttemptAndNoTime() {
        var answer = new Answer.NotTaken(Cause.THROTTLED, LATER, Duration.ofMinutes(10), List.of());

        Transition step = settlement.of(attempted("p"), answer, NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.RETRY_WAIT);
        assertThat(step.tries()).isZero();
        assertThat(step.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        assertThat(step.giveUpAt()).isEqualTo(attempted("p").giveUpAt().plus(Duration.ofMinutes(10)));
    }

    @Test
    void settingsThatDoNotWorkHoldTheMessage() {
        Transition step = settlement.of(attempted("p"), Answer.NotTaken.of(Cause.CONFIGURATION, LATER), NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.HELD);
        assertThat(step.hold()).isEqualTo(Hold.CONFIGURATION);
        assertThat(step.recipients().letters()).isEqualTo("p");
    }

    @Test
    void afterTheMaxAgeARefusalForNowIsFinal() {
        Instant late = attempted("p").giveUpAt();

        Transition step = settlement.of(attempted("p"), Answer.NotTaken.of(Cause.TRANSIENT, LATER), late);

        assertThat(step.to().state()).isEqualTo(DispatchState.FAILED);
        assertThat(step.recipients().letters()).isEqualTo("r");
    }

    @Test
    void anUnknownOutcomeWaitsForEvidence() {
        var answer = new Answer.Unknown(Said.ours("dropped"), List.of(RecipientAnswer.refused(1, NEVER)));

        Transition step = settlement.of(attempted("pp"), answer, NOW);

        assertThat(step.to().state()).isEqualTo(DispatchState.UNCERTAIN);
        assertThat(step.recipients().letters()).isEqualTo("pr");
        assertThat(step.dueAt()).isEqualTo(NOW.plus(WINDOW));
    }

    private static Delivery attempted(String recipients) {
        return new Delivery(
                MessageId.mint(NOW),
                new SiteId("site"),
                "main",
                DispatchState.ATTEMPTING,
                2,
                1,
                1,
                0,
                NOW,
                NOW.plus(Duration.ofDays(5)),
                NOW,
                new Recipients(recipients),
                2_048,
                0,
                "",
                "shop.example",
                null,
                OnUnknown.RESEND,
                false,
                false,
                "main");
    }
}
