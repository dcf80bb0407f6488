package io.asteris.log.fold;

import static io.asteris.log.fold.Facts.accepted;
import static io.asteris.log.fold.Facts.attempt;
import static io.asteris.log.fold.Facts.outcome;
import static io.asteris.log.fold.Facts.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.log.Orders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void aHistoryEqualsItselfAfterItWasStoredAndRead() {
        var rich = new Attempt(
                3,
                "spare",
                Facts.at(9).plusNanos(123_456_789),
                31,
                AnswerKind.REFUSED,
                Cause.RECIPIENT,
                550,
                "5.1.1",
                "",
                "id-1",
                true,
                List.of(Facts.said(0, AnswerKind.REFUSED, 550, "5.1.1", "")));
        var change = new StateChange(
                6,
                DispatchState.HELD,
                Facts.at(10),
                "no provider",
                Facts.at(99),
                true,
                List.of(new StateChange.Skip(0, "bounce")));
        var outcome = new Outcome(1, Outcome.Kind.COMPLAINED, Facts.at(70), "spare", "abuse \u2713 \"report\"");
        History history = History.EMPTY.with(SIX).with(List.of(rich, change, outcome));

        assertThat(History.read(history.acceptance(), utf8(history))).isEqualTo(history);
        assertThat(History.read(Optional.empty(), utf8(History.EMPTY))).isEqualTo(History.EMPTY);
    }

    @Test
    void factsThatALaterVersionWroteAreReadAsFarAsTheyAreKnown() {
        String later = """
                {"z":[{"a":1}],"a":[{"n":1,"p":"main","zz":{"n":[2,{}]},"s":1000,"a":"taken","r":[{"a":"refused","q":null}]}],
                 "s":[{"v":1,"s":"sent","at":1000,"x":[{"r":"bounce","y":[]}]}],"o":[{"k":"bounced","at":2000,"f":"main","b":true}]}""";

        History history = History.read(Optional.empty(), later.getBytes(StandardCharsets.UTF_8));

        assertThat(history.attempts().getFirst().recipients())
                .extracting(Attempt.Said::answer)
                .containsExactly(AnswerKind.REFUSED);
        assertThat(history.states().getFirst().skipped()).containsExactly(new StateChange.Skip(0, "bounce"));
        assertThat(history.outcomes()).extracting(Outcome::kind).containsExactly(Outcome.Kind.BOUNCED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":[{\"n\":1,\"p\":\"main\",\"s\":1000}]}",
                "{\"s\":[{\"v\":1,\"s\":\"lost\",\"at\":1000}]}",
                "{\"o\":[{\"k\":\"bounced\",\"at\":\"secret\"}]}"
            })
    void damagedFactsAreRefusedWithoutQuotingThem(String damaged) {
        byte[] json = damaged.getBytes(StandardCharsets.UTF_8);

        assertThatIllegalStateException()
                .isThrownBy(() -> History.read(Optional.empty(), json))
                .withMessageStartingWith("stored facts are unreadable")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @Test
    void theFactsOfAnOrdinaryMessageTakeLittleRoom() {
        var history = History.EMPTY.with(List.of(
                state(1, DispatchState.QUEUED),
                attempt(1, AnswerKind.TAKEN, 250, "2.0.0", "2.0.0 Ok: queued as 4F1A2"),
                state(3, DispatchState.SENT)));

        assertThat(history.json().length()).isLessThan(220);
    }

    private static byte[] utf8(History history) {
        return history.json().getBytes(StandardCharsets.UTF_8);
    }
}
