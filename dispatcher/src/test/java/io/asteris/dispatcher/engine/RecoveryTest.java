package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.StepStore;
import io.asteris.dispatcher.delivery.Steps;
import io.asteris.dispatcher.delivery.SweepStore;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.lane.Results;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Instances that die, databases that go, writers that come too late. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class RecoveryTest extends EngineTest {
    @Inject
    Database database;

    @Inject
    ClaimStore claims;

    @Inject
    StepStore stepStore;

    @Inject
    Steps steps;

    @Inject
    Results results;

    @Inject
    SweepStore sweeps;

    @Test
    void aMessageWhoseInstanceDiedIsUncertainAndSentAgainFlagged() {
        // Given
        provide();
        MessageId message = queued();

        // When
        claimedByADeadInstance(message);

        // Then
        awaitState(message, "sent");
        assertThat(states(message, 3))
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.UNCERTAIN, DispatchState.RETRY_WAIT, DispatchState.SENT);
        assertThat(attempts(message, 2))
                .extracting(AttemptRecorded::possibleDuplicate)
                .containsExactly(false, true);
        assertThat(sink.of(message)).hasSize(1);
    }

    @Test
    void aWriterWithAnOldFenceChangesNothing() {
        // Given
        provide();
        MessageId message = queued();
        claimedByADeadInstance(message);
        Delivery old = present(message);
        awaitState(message, "sent");

        // When
        results.write(steps.ready(Transition.of(old, new Dispatch.Attempting().fail(), "too late"), null))
                .await()
                .atMost(SOON);

        // Then
        assertThat(column(message, "state")).isEqualTo("sent");
        assertThat(column(message, "fence")).isEqualTo(2);
        assertThat(states(message, 3)).extracting(MessageStateChanged::state).doesNotContain(DispatchState.FAILED);
    }

    @Test
    void aResultThatComesJustAfterItsLeaseRanOutIsEvidence() {
        // Given
        provide();
        MessageId message = queued();
        claimedByADeadInstance(message);
        Delivery claimed = present(message);
        awaitState(message, "uncertain");

        // When
        results.write(steps.ready(Transition.of(claimed, new Dispatch.Attempting().sent(), "250 Ok"), null))
                .await()
                .atMost(SOON);

        // Then
        assertThat(column(message, "state")).isEqualTo("sent");
        assertThat(states(message, 2))
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.UNCERTAIN, DispatchState.SENT);
        assertThat(sink.of(message)).isEmpty();
    }

    @Test
    void theDatabaseRefusesAStepFromAnotherState() {
        // Given
        provide();
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "sent");
        Delivery sent = present(message);

        // When
        var moved = stepStore
                .record(
                        database.workers(),
                        List.of(steps.ready(
                                Transition.of(
                                        new Delivery(
                                                sent.message(),
                                                sent.site(),
                                                sent.provider(),
                                                DispatchState.ATTEMPTING,
                                                sent.version(),
                                                sent.fence(),
                                                sent.attempt(),
                                                sent.tries(),
                                                sent.dueAt(),
                                                sent.giveUpAt(),
                                                sent.changedAt(),
                                                sent.recipients(),
                                                sent.size(),
                                                sent.attachments(),
                                                sent.source(),
                                                sent.fromDomain(),
                                                sent.wanted(),
                                                sent.onUnknown(),
                                                false,
                                                false,
                                                sent.chosen()),
                                        new Dispatch.Attempting().retry(),
                                        "forged"),
                                null)))
                .await()
                .atMost(SOON);

        // Then
        assertThat(moved).isEmpty();
        assertThat(column(message, "state")).isEqualTo("sent");
    }

    @Test
    void aResultWaitsForADatabaseThatWentAwayDuringTheCallAndNothingIsSentTwice() {
        // Given
        provide();
        List<MessageId> messages = new ArrayList<>();
        var answered = new CountDownLatch(1);
        sink.waitFor(answered);
        for (int i = 0; i < 5; i++) {
            messages.add(mail.send(siteId(), "ann@example.org"));
        }
        await().atMost(SOON).until(() -> sink.mails().size() == 5);

        // When
        servers.stopPostgres();
        try {
            answered.countDown();
        } finally {
            servers.startPostgres();
        }

        // Then
        messages.forEach(message -> awaitState(message, "sent"));
        assertThat(sink.mails()).hasSize(5);
        assertThat(messages).allSatisfy(message -> assertThat(column(message, "possible_duplicate"))
                .isEqualTo(false));
    }

    @Test
    void aBacklogGoesOutOnceEachAndNeverMoreThanTheLaneMayCallAtOnce() {
        // Given
        provide();
        var answered = new CountDownLatch(1);
        sink.waitFor(answered);
        List<MessageId> messages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            messages.add(mail.send(siteId(), "ann" + i + "@example.org"));
        }
        await().atMost(SOON).until(() -> sink.mails().size() == 16);
        long claimed = sql.number(
                "SELECT count(*) FROM dispatcher.delivery WHERE site = ? AND state = 'attempting'", siteId().value());

        // When
        answered.countDown();

        // Then
        assertThat(claimed).isEqualTo(16);
        messages.forEach(message -> awaitState(message, "sent"));
        assertThat(sink.mails()).hasSize(60);
    }

    @Test
    void aLeaseIsRenewedAsLongAsTheCallLasts() {
        // Given
        provide();
        var answered = new CountDownLatch(1);
        sink.waitFor(answered);
        MessageId message = mail.send(siteId(), "ann@example.org");
        await().atMost(SOON).until(() -> sink.mails().size() == 1);
        Object first = column(message, "fence");

        // When
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(6)).until(() -> column(message, "state")
                .equals("attempting"));
        answered.countDown();

        // Then
        awaitState(message, "sent");
        assertThat(column(message, "fence")).isEqualTo(first);
        assertThat(sink.of(message)).hasSize(1);
    }

    @Test
    void closedMessagesAreForgottenOnlyWhenNoReplayCanBringThemBack() {
        // Given
        provide();
        MessageId old = mail.send(siteId(), "ann@example.org");
        MessageId young = mail.send(siteId(), "bob@example.org");
        awaitState(old, "sent");
        awaitState(young, "sent");
        MessageId aged = MessageId.mint(mail.now().minus(Duration.ofDays(9)));
        sql.execute("""
                UPDATE dispatcher.delivery SET accepted_at = accepted_at - interval '9 days', message = ?::uuid
                WHERE message = ?::uuid
                """, aged.text(), old.text());

        // When
        sweeps.purge(Duration.ofDays(1)).await().atMost(SOON);

        // Then
        assertThat(column(aged, "state")).isEqualTo("absent");
        assertThat(column(young, "state")).isEqualTo("sent");
    }

    /** A message that waits, far from due. */
    private MessageId queued() {
        var later = mail.message(siteId(), mail.now().plusSeconds(600), null, OnUnknown.RESEND, "ann@example.org");
        mail.accept(later, "ann@example.org");
        awaitState(later.message(), "queued");
        return later.message();
    }

    /** Result and renewal lock the same rows in another order: one that waited for the other would wait for ever. */
    @Test
    void aRenewalDoesNotWaitForARowWhoseResultIsBeingWritten() {
        // Given
        provide();
        MessageId message = queued();
        sql.execute("""
                UPDATE dispatcher.delivery SET state = 'attempting', version = version + 1, fence = fence + 1,
                    attempt = attempt + 1, owner = 'busy', lease_until = asteris.asteris_now() + interval '1 hour'
                WHERE message = ?::uuid
                """, message.text());

        // When
        Uni<Void> renewal = claims.renew(List.of(message), "busy", Duration.ofHours(2));
        boolean waited = database.asWorker(
                        writer -> writer.preparedQuery("SELECT message FROM delivery WHERE message = $1 FOR UPDATE")
                                .execute(Tuple.of(message.value()))
                                .chain(() -> renewal.ifNoItem().after(SOON).fail()))
                .replaceWith(false)
                .onFailure()
                .recoverWithItem(true)
                .await()
                .atMost(SOON.multipliedBy(2));

        // Then
        assertThat(waited).isFalse();
        sql.execute("DELETE FROM dispatcher.delivery WHERE message = ?::uuid", message.text());
    }

    private void claimedByADeadInstance(MessageId message) {
        sql.execute("""
                UPDATE dispatcher.delivery SET state = 'attempting', version = version + 1, fence = fence + 1,
                    attempt = attempt + 1, owner = 'dead', lease_until = asteris.asteris_now() + interval '300 milliseconds'
                WHERE message = ?::uuid
                """, message.text());
    }

    private Delivery present(MessageId message) {
        return stepStore
                .present(database.workers(), List.of(message))
                .await()
                .atMost(SOON)
                .get(message);
    }
}
