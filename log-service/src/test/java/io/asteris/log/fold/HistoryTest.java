package io.asteris.log.fold;

import static io.asteris.log.fold.Facts.accepted;
import static io.asteris.log.fold.Facts.attempt;
import static io.asteris.log.fold.Facts.outcome;
import static io.asteris.log.fold.Facts.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.log.Orders;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The set of facts and what follows from it do not depend on how the facts came. */
class HistoryTest {
    private static final List<Fact> SIX = List.of(
            accepted(1),
            attempt(1, AnswerKind.NOT_TAKEN, 451, "4.3.0", "try later"),
            state(2, DispatchState.RETRY_WAIT),
            attempt(2, AnswerKind.TAKEN, 250, "2.0.0", "ok"),
            state(4, DispatchState.SENT),
            outcome(0, Outcome.Kind.BOUNCED));

    @Test
    void sixFactsGiveTheSameInAll720OrdersEachWithRepeats() {
        // Given
        History expected = History.EMPTY.with(SIX);
        Standing standing = Fold.of(expected);
        var orders = Orders.of(SIX);

        // When
        for (List<Fact> order : orders) {
            History known = History.EMPTY;
            for (int i = 0; i < order.size(); i++) {
                known = known.with(List.of(order.get(i), order.get(i / 2)));
            }

            // Then
            assertThat(known).isEqualTo(expected);
            assertThat(Fold.of(known)).isEqualTo(standing);
        }
        assertThat(orders).hasSize(720);
        assertThat(standing.status()).isEqualTo(Status.BOUNCED);
        assertThat(standing.answer()).isEqualTo("250 ok");
        assertThat(standing.error()).isEqualTo("451 try later");
    }

    @Test
    void theHighestVersionIsThePresentStateWhicheverCameLast() {
        var history = History.EMPTY.with(List.of(
                state(5, DispatchState.SENT), state(3, DispatchState.RETRY_WAIT), state(1, DispatchState.QUEUED)));

        assertThat(Fold.of(history).status()).isEqualTo(Status.SENT);
        assertThat(history.states()).extracting(StateChange::version).containsExactly(1, 3, 5);
    }

    @Test
    void twoFactsThatClaimOneIdentityAreSettledTheSameInBothOrders() {
        var one = attempt(1, AnswerKind.UNKNOWN, 0, null, "no answer");
        var other = attempt(1, AnswerKind.TAKEN, 250, null, "ok");

        assertThat(History.EMPTY.with(List.of(one, other))).isEqualTo(History.EMPTY.with(List.of(other, one)));
    }
}
