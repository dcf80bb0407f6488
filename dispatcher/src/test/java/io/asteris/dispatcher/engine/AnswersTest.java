package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a message becomes by an answer of its provider that does not plainly take it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class AnswersTest extends EngineTest {
    @Test
    void aRefusalForNowIsTriedAgainUntilItIsSent() {
        // Given
        provide();
        sink.answer("451 4.3.0 try again later", "451 4.3.0 try again later");

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "sent");
        List<AttemptRecorded> attempts = attempts(message, 3);
        assertThat(attempts)
                .extracting(AttemptRecorded::answer)
                .containsExactly(AnswerKind.NOT_TAKEN, AnswerKind.NOT_TAKEN, AnswerKind.TAKEN);
        assertThat(attempts.getFirst().cause()).isEqualTo(Cause.TRANSIENT);
        assertThat(attempts.getFirst().nextAt()).isNotNull();
        assertThat(states(message, 3))
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.RETRY_WAIT, DispatchState.RETRY_WAIT, DispatchState.SENT);
        assertThat(sql.number("SELECT count(*) FROM dispatcher.attempt WHERE message = ?::uuid", message.text()))
                .isEqualTo(3);
    }

    @Test
    void aRefusalForGoodIsFailedWithTheServersWords() {
        // Given
        provide();
        sink.answer("554 5.7.1 Relaying denied");

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "failed");
        assertThat(states(message, 1).getFirst().reason()).isEqualTo("554 5.7.1 Relaying denied");
        assertThat(attempts(message, 1).getFirst().answer()).isEqualTo(AnswerKind.REFUSED);
    }

    @Test
    void twoOfFiveRefusedAndOneDeferredAloneIsTriedAgain() {
        // Given
        provide();

        // When
        MessageId message = mail.send(
                siteId(),
                "ann@example.org",
                "refuse1@example.org",
                "bob@example.org",
                "refuse2@example.org",
                "defer@example.org");

        // Then
        awaitState(message, "sent");
        assertThat(column(message, "recipients")).isEqualTo("trtrt");
        assertThat(sink.of(message))
                .extracting(MailSink.Mail::recipients)
                .containsExactly(List.of("ann@example.org", "bob@example.org"), List.of("defer@example.org"));
        AttemptRecorded first = attempts(message, 2).getFirst();
        assertThat(first.recipients())
                .extracting(AttemptRecorded.RecipientSaid::answer)
                .containsExactly(
                        AnswerKind.TAKEN,
                        AnswerKind.REFUSED,
                        AnswerKind.TAKEN,
                        AnswerKind.REFUSED,
                        AnswerKind.NOT_TAKEN);
        assertThat(first.recipients().get(1).enhanced()).isEqualTo("5.1.1");
        assertThat(attempts(message, 2).get(1).recipients())
                .extracting(AttemptRecorded.RecipientSaid::position)
                .containsExactly(4);
    }

    @Test
    void aConnectionLostAfterTheDotIsUncertainAndResentOnceFlagged() {
        // Given
        provide();
        sink.answer(MailSink.DROP);

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "sent");
        assertThat(states(message, 3))
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.UNCERTAIN, DispatchState.RETRY_WAIT, DispatchState.SENT);
        assertThat(attempts(message, 2))
                .extracting(AttemptRecorded::possibleDuplicate)
                .containsExactly(false, true);
        assertThat(column(message, "possible_duplicate")).isEqualTo(true);
        assertThat(sink.of(message)).hasSize(2);
    }

    @Test
    void aSecondUnknownOutcomeIsNotSentAThirdTime() {
        // Given
        provide();
        sink.answer(MailSink.DROP, MailSink.DROP);

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "unknown");
        assertThat(sink.of(message)).hasSize(2);
    }

    @Test
    void anUnknownOutcomeIsLeftAloneWhereTheCallerSaysHold() {
        // Given
        provide();
        sink.answer(MailSink.DROP);
        MessageAccepted accepted = mail.message(siteId(), null, null, OnUnknown.HOLD, "ann@example.org");

        // When
        mail.accept(accepted, "ann@example.org");

        // Then
        awaitState(accepted.message(), "unknown");
        assertThat(sink.of(accepted.message())).hasSize(1);
    }
}
