package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressHash;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What providers report settles what no answer did; what was erased is not sent again. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class EvidenceTest extends EngineTest {
    private static final String ANN = "ann@example.org";

    @Test
    void aReportSettlesAnUncertainMessageForAllWhoWereCalled() {
        // Given
        provide();
        sink.answer(MailSink.DROP);
        MessageId message = mail.send(siteId(), ANN, "bob@example.org");
        awaitState(message, "uncertain");

        // When
        mail.tell(new RecipientEvent.Deferred(report(message, siteId(), 1, "bob@example.org")));

        // Then
        awaitState(message, "sent");
        assertThat(column(message, "recipients")).isEqualTo("tt");
        assertThat(states(message, 2))
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.UNCERTAIN, DispatchState.SENT);
        assertThat(sink.of(message)).hasSize(1);
    }

    @Test
    void aReportThatComesBeforeTheAnswerIsRememberedWhenTheAnswerGetsLost() {
        // Given
        provide();
        var gate = new CountDownLatch(1);
        sink.waitFor(gate);
        sink.answer(MailSink.DROP);
        MessageId message = mail.send(siteId(), ANN);
        await().atMost(SOON).until(() -> sink.mails().size() == 1);

        // When
        mail.tell(new RecipientEvent.Bounced(report(message, siteId(), 0, ANN)));
        await().atMost(SOON).until(() -> !column(message, "proven").equals("null"));
        gate.countDown();

        // Then
        awaitState(message, "sent");
        assertThat(sink.of(message)).hasSize(1);
        assertThat(column(message, "possible_duplicate")).isEqualTo(false);
    }

    @Test
    void anUnknownOutcomeIsToldAsAnAlertAndCorrectedByALateReport() {
        // Given
        provide();
        sink.answer(MailSink.DROP);
        MessageAccepted held = mail.message(siteId(), null, null, OnUnknown.HOLD, ANN);
        mail.accept(held, ANN);
        awaitState(held.message(), "unknown");
        Alert alert = servers.topic(Topic.ALERTS)
                .await(record -> record.key().equals(siteId() + "/unknown_outcome"))
                .as(AlertEvent.Raised.class)
                .alert();
        assertThat(alert.count()).isEqualTo(1);

        // When
        mail.tell(new RecipientEvent.Delivered(report(held.message(), siteId(), 0, ANN)));

        // Then
        awaitState(held.message(), "sent");
        MessageStateChanged last = states(held.message(), 3).getLast();
        assertThat(last.state()).isEqualTo(DispatchState.SENT);
        assertThat(last.correction()).isTrue();
    }

    @Test
    void aFailedMessageIsCorrectedByADeliveryAndNotByTheBounceThatItIs() {
        // Given
        provide();
        MessageId message = mail.send(siteId(), "refuse@example.org");
        awaitState(message, "failed");

        // When
        mail.tell(new RecipientEvent.Bounced(report(message, siteId(), 0, "refuse@example.org")));
        MessageId behind = uncertainAndProven();

        // Then
        assertThat(state(message)).isEqualTo("failed");
        assertThat(state(behind)).isEqualTo("sent");
        mail.tell(new RecipientEvent.Opened(report(message, siteId(), 0, "refuse@example.org")));
        awaitState(message, "sent");
    }

    @Test
    void aReportOfAnotherSiteOfAnotherPlaceOrOfAnotherAddressProvesNothing() {
        // Given
        provide();
        sink.answer(MailSink.DROP);
        MessageAccepted held = mail.message(siteId(), null, null, OnUnknown.HOLD, ANN, "bob@example.org");
        mail.accept(held, ANN, "bob@example.org");
        awaitState(held.message(), "unknown");

        // When
        var hash = mail.hash(siteId(), ANN);
        mail.tell(new RecipientEvent.Delivered(report(held.message(), SiteId.mint(), 0, hash)));
        mail.tell(new RecipientEvent.Delivered(report(held.message(), siteId(), 1, hash)));
        mail.tell(new RecipientEvent.Delivered(report(held.message(), siteId(), 9, hash)));
        mail.tell(new RecipientEvent.Delivered(report(held.message(), siteId(), 0, "eve@example.org")));
        uncertainAndProven();

        // Then
        assertThat(state(held.message())).isEqualTo("unknown");
        assertThat(column(held.message(), "proven")).isEqualTo("null");
    }

    @Test
    void aReportOfAMessageThatWaitsToBeSentOnceMoreStopsTheSecondMail() {
        // Given
        provide();
        sink.answer(MailSink.DROP);
        MessageId message = mail.send(siteId(), ANN);
        awaitState(message, "uncertain");
        api().post("/lanes/" + siteId() + "/main/pause").then().statusCode(204);
        awaitState(message, "retry_wait");

        // When
        mail.tell(new RecipientEvent.Delivered(report(message, siteId(), 0, ANN)));
        await().atMost(SOON).until(() -> !column(message, "proven").equals("null"));
        api().post("/lanes/" + siteId() + "/main/resume").then().statusCode(204);

        // Then
        awaitState(message, "sent");
        assertThat(sink.of(message)).hasSize(1);
    }

    @Test
    void waitingMailIsCancelledByAnErasureAndItsContentIsGone() {
        // Given
        provide();
        MessageAccepted later = mail.message(siteId(), mail.now().plusSeconds(600), null, OnUnknown.RESEND, ANN);
        mail.accept(later, ANN);
        awaitState(later.message(), "queued");
        assertThat(blobs(later.message())).isEqualTo(2);

        // When
        mail.tell(erasure(later.message()));

        // Then
        awaitState(later.message(), "cancelled");
        await().atMost(SOON).until(() -> blobs(later.message()) == 0);
    }

    @Test
    void anErasureOfAnotherSiteTouchesNothing() {
        // Given
        provide();
        MessageAccepted later = mail.message(siteId(), mail.now().plusSeconds(600), null, OnUnknown.RESEND, ANN);
        mail.accept(later, ANN);
        MessageId own = mail.message(siteId(), ANN).message();

        // When
        mail.tell(new EraseOrdered(later.message(), SiteId.mint(), null, "log", mail.now()));
        mail.tell(erasure(own));

        // Then
        await().atMost(SOON)
                .until(() ->
                        sql.number("SELECT count(*) FROM dispatcher.cancellation WHERE message = ?::uuid", own.text())
                                == 1);
        assertThat(state(later.message())).isEqualTo("queued");
        assertThat(blobs(later.message())).isEqualTo(2);
    }

    @Test
    void whatIsErasedDuringItsCallIsNotSentAgain() {
        // Given
        provide();
        var gate = new CountDownLatch(1);
        sink.waitFor(gate);
        sink.answer("451 4.3.0 try again later", MailSink.DROP);
        MessageId refused = mail.send(siteId(), ANN);
        await().atMost(SOON).until(() -> sink.mails().size() == 1);
        MessageId lost = mail.send(siteId(), ANN);
        await().atMost(SOON).until(() -> sink.mails().size() == 2);

        // When
        mail.tell(erasure(refused));
        mail.tell(erasure(lost));
        await().atMost(SOON)
                .until(() -> column(refused, "erased").equals(true)
                        && column(lost, "erased").equals(true));
        gate.countDown();

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(List.of(state(refused), state(lost)))
                .containsExactlyInAnyOrder("failed", "unknown"));
        assertThat(sink.mails()).hasSize(2);
    }

    @Test
    void anUncertainMessageThatIsCancelledIsNotSentAgain() {
        // Given
        provide();
        sink.answer(MailSink.DROP);
        MessageId message = mail.send(siteId(), ANN);
        awaitState(message, "uncertain");

        // When
        mail.tell(new CancelOrdered(message, siteId(), "key", mail.now()));

        // Then
        awaitState(message, "unknown");
        assertThat(sink.of(message)).hasSize(1);
    }

    /** A report behind others on its partition: when it took effect, they did. */
    private MessageId uncertainAndProven() {
        sink.answer(MailSink.DROP);
        MessageAccepted doubtful = mail.message(siteId(), null, null, OnUnknown.HOLD, ANN);
        mail.accept(doubtful, ANN);
        await().atMost(SOON).until(() -> Set.of("uncertain", "unknown").contains(state(doubtful.message())));
        mail.tell(new RecipientEvent.Delivered(report(doubtful.message(), siteId(), 0, ANN)));
        awaitState(doubtful.message(), "sent");
        return doubtful.message();
    }

    private EraseOrdered erasure(MessageId message) {
        return new EraseOrdered(message, siteId(), null, "log", mail.now());
    }

    private long blobs(MessageId message) {
        return sql.number("SELECT count(*) FROM content.blob WHERE message = ?::uuid", message.text());
    }

    private RecipientReport report(MessageId message, SiteId named, int position, String address) {
        return report(message, named, position, mail.hash(siteId(), address));
    }

    private RecipientReport report(MessageId message, SiteId named, int position, AddressHash hash) {
        return new RecipientReport(
                message,
                named,
                position,
                hash,
                "sendgrid",
                "processed",
                mail.now().minus(Duration.ofSeconds(1)),
                null,
                null,
                null);
    }
}
