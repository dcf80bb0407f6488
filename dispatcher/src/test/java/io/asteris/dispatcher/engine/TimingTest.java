package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.DispatchState;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** When a message goes, and what keeps it from going. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class TimingTest extends EngineTest {
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
}
