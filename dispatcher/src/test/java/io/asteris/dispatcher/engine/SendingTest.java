package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
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
