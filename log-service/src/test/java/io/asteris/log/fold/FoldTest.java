package io.asteris.log.fold;

import static io.asteris.contract.AnswerKind.NOT_TAKEN;
import static io.asteris.contract.AnswerKind.REFUSED;
import static io.asteris.contract.AnswerKind.TAKEN;
import static io.asteris.contract.AnswerKind.UNKNOWN;
import static io.asteris.log.fold.Facts.accepted;
import static io.asteris.log.fold.Facts.at;
import static io.asteris.log.fold.Facts.attempt;
import static io.asteris.log.fold.Facts.outcome;
import static io.asteris.log.fold.Facts.said;
import static io.asteris.log.fold.Facts.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.DispatchState;
import io.asteris.log.fold.Standing.RecipientStanding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message and its recipients are called. */
class FoldTest {
    @ParameterizedTest
    @CsvSource({
        "QUEUED,queued,QUEUED",
        "ATTEMPTING,queued,QUEUED",
        "RETRY_WAIT,retrying,QUEUED",
        "UNCERTAIN,uncertain,QUEUED",
        "HELD,held,QUEUED",
        "SENT,sent,SENT",
        "FAILED,failed,FAILED",
        "SUPPRESSED,skipped,SKIPPED",
        "EXPIRED,expired,FAILED",
        "CANCELLED,cancelled,CANCELLED",
        "UNKNOWN,unknown,FAILED"
    })
    void aStateAloneGivesItsWord(DispatchState state, String word, RecipientStatus recipient) {
        var standing = standing(accepted(1), state(1, state));

        assertThat(standing.status().word()).isEqualTo(word);
        assertThat(statuses(standing)).containsExactly(recipient);
    }

    @Test
    void anAcceptedMessageOfWhichNothingElseIsKnownIsQueued() {
        var standing = standing(accepted(2));

        assertThat(standing.status()).isEqualTo(Status.QUEUED);
        assertThat(statuses(standing)).containsExactly(RecipientStatus.QUEUED, RecipientStatus.QUEUED);
    }

    @Test
    void theWorseOutcomeHoldsWhateverTimesTheProvidersGive() {
        var bounced = new Outcome(0, Outcome.Kind.BOUNCED, at(60), "main", "mailbox gone");
        var delivered = new Outcome(0, Outcome.Kind.DELIVERED, at(90), "main", "");

        var standing = standing(accepted(1), state(1, DispatchState.SENT), bounced, delivered);

        assertThat(standing.status()).isEqualTo(Status.BOUNCED);
        assertThat(statuses(standing)).containsExactly(RecipientStatus.BOUNCED);
    }

    @Test
    void oneRefusedRecipientMakesTheMessageBounced() {
        var standing = standing(
                accepted(2),
                attempt(
                        1,
                        TAKEN,
                        250,
                        "2.0.0",
                        "ok",
                        List.of(said(0, TAKEN, 250, null, "ok"), said(1, REFUSED, 550, "5.1.1", "user unknown"))),
                state(2, DispatchState.SENT));

        assertThat(standing.status()).isEqualTo(Status.BOUNCED);
        assertThat(standing.recipients())
                .containsExactly(
                        new RecipientStanding(0, RecipientStatus.SENT, Optional.empty()),
                        new RecipientStanding(1, RecipientStatus.BOUNCED, Optional.of("550 user unknown")));
        assertThat(standing.answer()).isEqualTo("250 ok");
        assertThat(standing.error()).isEqualTo("550 user unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.1.1", "5.1.2", "5.1.6", "5.1.10"})
    void aMailboxThatDoesNotExistIsABounce(String enhanced) {
        assertThat(statuses(refusedWith(enhanced))).containsExactly(RecipientStatus.BOUNCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.7.1", "5.1.0", "5.1.11", "5.2.2"})
    void anyOtherRefusalIsAFailure(String enhanced) {
        var standing = refusedWith(enhanced);

        assertThat(statuses(standing)).containsExactly(RecipientStatus.FAILED);
        assertThat(standing.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aRecipientStillOwedKeepsTheMessageRetrying() {
        var standing = standing(
                accepted(2),
                attempt(
                        1,
                        TAKEN,
                        250,
                        null,
                        "ok",
                        List.of(said(0, TAKEN, 250, null, "ok"), said(1, NOT_TAKEN, 451, "4.7.1", "greylisted"))),
                state(2, DispatchState.RETRY_WAIT));

        assertThat(standing.status()).isEqualTo(Status.RETRYING);
        assertThat(statuses(standing)).containsExactly(RecipientStatus.SENT, RecipientStatus.QUEUED);
        assertThat(standing.error()).isEqualTo("451 greylisted");
    }

    @Test
    void aRecipientOnceTakenStaysTakenWhenALaterAttemptForTheRestIsRefused() {
        var standing = standing(
                accepted(2),
                attempt(
                        1,
                        NOT_TAKEN,
                        451,
                        null,
                        "later",
                        List.of(said(0, TAKEN, 250, null, "ok"), said(1, NOT_TAKEN, 451, null, "later"))),
                attempt(2, REFUSED, 554, "5.7.1", "no"),
                state(4, DispatchState.SENT));

        assertThat(statuses(standing)).containsExactly(RecipientStatus.SENT, RecipientStatus.FAILED);
        assertThat(standing.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aSkippedRecipientIsNotCountedAmongThoseThatWereTaken() {
        var standing = standing(
                accepted(2),
                attempt(1, TAKEN, 250, null, "ok"),
                state(2, DispatchState.SENT, "", List.of(new StateChange.Skip(1, "complaint"))));

        assertThat(standing.recipients())
                .containsExactly(
                        new RecipientStanding(0, RecipientStatus.SENT, Optional.empty()),
                        new RecipientStanding(1, RecipientStatus.SKIPPED, Optional.of("complaint")));
        assertThat(standing.status()).isEqualTo(Status.SKIPPED);
    }

    @Test
    void pendingRecipientsOfAnExpiredMessageFailAndTheMessageIsExpired() {
        var standing = standing(
                accepted(1),
                attempt(1, NOT_TAKEN, 451, null, "later"),
                state(3, DispatchState.EXPIRED, "the time allowed ran out", List.of()));

        assertThat(standing.status()).isEqualTo(Status.EXPIRED);
        assertThat(statuses(standing)).containsExactly(RecipientStatus.FAILED);
    }

    @Test
    void aComplaintOutranksADeliveryThatIsHeardOfLater() {
        var standing = standing(
                accepted(1),
                attempt(1, TAKEN, 250, null, "ok"),
                state(2, DispatchState.SENT),
                outcome(0, Outcome.Kind.COMPLAINED),
                outcome(0, Outcome.Kind.DELIVERED));

        assertThat(standing.status()).isEqualTo(Status.COMPLAINED);
    }

    @Test
    void aDeferralLeavesTheMessageSent() {
        var standing = standing(
                accepted(1),
                attempt(1, TAKEN, 250, null, "ok"),
                state(2, DispatchState.SENT),
                outcome(0, Outcome.Kind.DEFERRED));

        assertThat(standing.status()).isEqualTo(Status.SENT);
        assertThat(statuses(standing)).containsExactly(RecipientStatus.DEFERRED);
    }

    @Test
    void aMessageIsDeliveredOnlyWhenAllItsRecipientsAre() {
        var taken = List.<Fact>of(accepted(2), attempt(1, TAKEN, 250, null, "ok"), state(2, DispatchState.SENT));
        var one = History.EMPTY.with(taken).with(List.of(outcome(0, Outcome.Kind.DELIVERED)));
        var both = one.with(List.of(outcome(1, Outcome.Kind.DELIVERED)));

        assertThat(Fold.of(one).status()).isEqualTo(Status.SENT);
        assertThat(Fold.of(both).status()).isEqualTo(Status.DELIVERED);
    }

    @Test
    void theReasonOfAHeldMessageIsItsError() {
        var standing = standing(accepted(1), state(2, DispatchState.HELD, "no provider", List.of()));

        assertThat(standing.error()).isEqualTo("no provider");
        assertThat(standing.answer()).isNull();
    }

    @Test
    void aPossibleDuplicateOfAnyAttemptMarksTheMessage() {
        var second = new Attempt(2, "main", Facts.at(9), 10, TAKEN, null, 250, null, "ok", null, true, List.of());

        assertThat(standing(accepted(1), attempt(1, UNKNOWN, 0, null, ""), second)
                        .possibleDuplicate())
                .isTrue();
        assertThat(standing(accepted(1), attempt(1, TAKEN, 250, null, "ok")).possibleDuplicate())
                .isFalse();
    }

    private static Standing refusedWith(String enhanced) {
        return standing(
                accepted(1),
                attempt(1, REFUSED, 550, enhanced, "no", List.of(said(0, REFUSED, 550, enhanced, "no"))),
                state(2, DispatchState.FAILED));
    }

    private static Standing standing(Fact... facts) {
        return Fold.of(History.EMPTY.with(List.of(facts)));
    }

    private static List<RecipientStatus> statuses(Standing standing) {
        return standing.recipients().stream().map(RecipientStanding::status).toList();
    }
}
