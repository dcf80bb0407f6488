package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SendingTest extends EngineTest {
    @Test
    void anAcceptedMessageIsSentAndToldOf() {
        // Given
        provide();

        // When
        MessageId message = mail.send(siteId(), "ann@example.org", "bob@example.org");

        // Then
        awaitState(message, "sent");
        assertThat(sink.of(message)).singleElement().satisfies(sent -> assertThat(sent.recipients())
                .containsExactly("ann@example.org", "bob@example.org"));
        AttemptRecorded attempt = attempts(message, 1).getFirst();
        assertThat(attempt.attempt()).isEqualTo(1);
        assertThat(attempt.answer()).isEqualTo(AnswerKind.TAKEN);
        assertThat(attempt.lane()).isEqualTo(siteId() + "/main");
        assertThat(attempt.providerMessageId()).isEqualTo("4F1A2");
        assertThat(attempt.possibleDuplicate()).isFalse();
        MessageStateChanged state = states(message, 1).getFirst();
        assertThat(state.state()).isEqualTo(DispatchState.SENT);
        assertThat(state.version()).isEqualTo(3);
        MessageStateChanged first = servers.topic(Topic.MAIL_ATTEMPTS)
                .await(record -> isOf(record, message, "mail.message.state.v1"))
                .as(MessageStateChanged.class);
        assertThat(first.state()).isEqualTo(DispatchState.QUEUED);
        assertThat(first.version()).isEqualTo(1);
        assertThat(column(message, "recipients")).isEqualTo("tt");
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        sql.number("SELECT count(*) FROM dispatcher.outbox WHERE key = ?", message.text()))
                .isZero());
    }

    @Test
    void aReplayedAnnouncementSendsNothingTwice() {
        // Given
        provide();
        MessageAccepted accepted = mail.message(siteId(), "ann@example.org");
        mail.accept(accepted, "ann@example.org");
        awaitState(accepted.message(), "sent");

        // When
        IntStream.range(0, 5).forEach(i -> mail.tell(accepted));
        MessageId after = mail.send(siteId(), "bob@example.org");

        // Then
        awaitState(after, "sent");
        assertThat(sink.of(accepted.message())).hasSize(1);
        assertThat(column(accepted.message(), "attempt")).isEqualTo(1);
    }

    @Test
    void anAnnouncementOlderThanItsTopicIsRefused() {
        // Given
        provide();
        MessageAccepted young = mail.message(siteId(), "ann@example.org");
        var old = new MessageAccepted(
                young.message(),
                young.site(),
                young.kind(),
                young.acceptedAt().minus(Duration.ofDays(8)),
                young.source(),
                young.tags(),
                young.metadata(),
                young.size(),
                young.attachments(),
                young.fromDomain(),
                young.recipients(),
                null,
                null,
                null,
                null,
                null,
                null);

        // When
        mail.tell(old);
        MessageId after = mail.send(siteId(), "bob@example.org");

        // Then
        awaitState(after, "sent");
        assertThat(column(old.message(), "state")).isEqualTo("absent");
    }

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

    @Test
    void aScheduledMessageThatIsCancelledNeverGoes() {
        // Given
        provide();
        MessageAccepted later =
                mail.message(siteId(), mail.now().plusSeconds(3), null, OnUnknown.RESEND, "ann@example.org");
        mail.accept(later, "ann@example.org");
        awaitState(later.message(), "queued");

        // When
        mail.tell(new CancelOrdered(later.message(), siteId(), "key", mail.now()));

        // Then
        awaitState(later.message(), "cancelled");
        assertThat(states(later.message(), 1).getFirst().state()).isEqualTo(DispatchState.CANCELLED);
        assertThat(column(later.message(), "recipients")).isEqualTo("c");
        assertThat(sink.of(later.message())).isEmpty();
    }

    @Test
    void aCancellationThatComesBeforeItsMessageHolds() {
        // Given
        provide();
        MessageAccepted accepted = mail.message(siteId(), "ann@example.org");
        mail.tell(new CancelOrdered(accepted.message(), siteId(), "key", mail.now()));
        await().atMost(SOON)
                .until(() -> sql.number(
                                "SELECT count(*) FROM dispatcher.cancellation WHERE message = ?::uuid",
                                accepted.message().text())
                        == 1);

        // When
        mail.accept(accepted, "ann@example.org");

        // Then
        awaitState(accepted.message(), "cancelled");
        assertThat(sink.of(accepted.message())).isEmpty();
    }

    @Test
    void aScheduledMessageGoesWhenItIsDue() {
        // Given
        provide();
        var due = mail.now().plusSeconds(2);
        MessageAccepted later = mail.message(siteId(), due, null, OnUnknown.RESEND, "ann@example.org");

        // When
        mail.accept(later, "ann@example.org");

        // Then
        awaitState(later.message(), "sent");
        assertThat(attempts(later.message(), 1).getFirst().startedAt()).isAfterOrEqualTo(due.minusMillis(50));
    }

    @Test
    void staleMailIsNotSent() {
        // Given
        provide();
        MessageAccepted stale =
                mail.message(siteId(), null, mail.now().minusSeconds(1), OnUnknown.RESEND, "ann@example.org");

        // When
        mail.accept(stale, "ann@example.org");

        // Then
        awaitState(stale.message(), "expired");
        assertThat(sink.of(stale.message())).isEmpty();
    }

    @Test
    void aMessageWhoseContentIsGoneIsHeldAndDoesNotStopTheOthers() {
        // Given
        provide();
        MessageAccepted poison = mail.message(siteId(), "ann@example.org");

        // When
        mail.tell(poison);
        MessageId after = mail.send(siteId(), "bob@example.org");

        // Then
        awaitState(after, "sent");
        awaitState(poison.message(), "held");
        assertThat(column(poison.message(), "hold")).isEqualTo("poison");
        assertThat(states(poison.message(), 1).getFirst().reason()).isEqualTo("its envelope is gone");
    }

    @Test
    void anAnnouncementThatCannotBeStoredDoesNotStopTheOthers() {
        // Given
        provide();
        MessageAccepted broken = mail.message(siteId());

        // When
        mail.tell(broken);
        MessageId after = mail.send(siteId(), "bob@example.org");

        // Then
        awaitState(after, "sent");
        assertThat(column(broken.message(), "state")).isEqualTo("absent");
    }

    @Test
    void noRecordCarriesAnAddressOrABody() {
        // Given
        provide();

        // When
        MessageId message = mail.send(siteId(), "ann@example.org", "refuse-canary@example.org");

        // Then
        awaitState(message, "sent");
        attempts(message, 1);
        assertThat(servers.topic(Topic.MAIL_ATTEMPTS).of(message.text()))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.json())
                        .doesNotContain("ann@example.org", "refuse-canary@", "canary body", "Your order"));
    }
}
