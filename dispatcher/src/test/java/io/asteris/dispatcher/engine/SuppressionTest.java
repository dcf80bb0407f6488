package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is on the suppression list is not written to, whatever else a message holds. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SuppressionTest extends EngineTest {
    @Test
    void aSuppressedRecipientIsSkippedWithTheReasonAndTheOthersAreServed() {
        // Given
        provide();
        suppress(siteId(), "bob@example.org", SuppressionChanged.Reason.COMPLAINT, null);

        // When
        MessageId message = mail.send(siteId(), "ann@example.org", "bob@example.org", "cid@example.org");

        // Then
        awaitState(message, "sent");
        assertThat(sink.of(message)).singleElement().satisfies(sent -> assertThat(sent.recipients())
                .containsExactly("ann@example.org", "cid@example.org"));
        MessageStateChanged state = states(message, 1).getFirst();
        assertThat(state.state()).isEqualTo(DispatchState.SENT);
        assertThat(state.skipped()).containsExactly(new MessageStateChanged.Skipped(1, "complaint"));
    }

    @Test
    void aMessageOfWhichEveryRecipientIsSuppressedIsSkippedWithoutACall() {
        // Given
        provide();
        suppress(siteId(), "ann@example.org", SuppressionChanged.Reason.BOUNCE, null);
        suppress(SiteId.ALL, "everywhere@example.org", SuppressionChanged.Reason.MANUAL, null);

        // When
        MessageId message = mail.send(siteId(), "ann@example.org", "everywhere@example.org");

        // Then
        awaitState(message, "suppressed");
        MessageStateChanged state = states(message, 1).getFirst();
        assertThat(state.state().status()).isEqualTo("skipped");
        assertThat(state.skipped())
                .containsExactly(
                        new MessageStateChanged.Skipped(0, "bounce"), new MessageStateChanged.Skipped(1, "manual"));
        assertThat(sink.of(message)).isEmpty();
        assertThat(column(message, "attempt")).isEqualTo(0);
    }

    @Test
    void anAddressThatJoinsTheListWhileItsMailWaitsIsSkippedWithinTwoSeconds() {
        // Given
        provide();
        Instant due = mail.now().plusSeconds(2);
        MessageAccepted waiting = mail.message(siteId(), due, null, OnUnknown.RESEND, "ann@example.org");
        mail.accept(waiting, "ann@example.org");
        awaitState(waiting.message(), "queued");

        // When
        tell(siteId(), "ann@example.org", SuppressionChanged.State.ADDED, SuppressionChanged.Reason.UNSUBSCRIBE, null);

        // Then
        awaitState(waiting.message(), "suppressed");
        assertThat(sink.of(waiting.message())).isEmpty();
    }

    @Test
    void oneSitesListDoesNotHoldForAnotherAndAnEntryEnds() {
        // Given
        provide();
        suppress(SiteId.mint(), "ann@example.org", SuppressionChanged.Reason.BOUNCE, null);
        suppress(
                siteId(),
                "bob@example.org",
                SuppressionChanged.Reason.BOUNCE,
                mail.now().minusSeconds(1));
        suppress(siteId(), "cid@example.org", SuppressionChanged.Reason.BOUNCE, null);
        tell(siteId(), "cid@example.org", SuppressionChanged.State.REMOVED, SuppressionChanged.Reason.BOUNCE, null);
        await().atMost(SOON).until(() -> listed(siteId(), "cid@example.org") == 0);

        // When
        MessageId message = mail.send(siteId(), "ann@example.org", "bob@example.org", "cid@example.org");

        // Then
        awaitState(message, "sent");
        assertThat(column(message, "recipients")).isEqualTo("ttt");
    }

    @Test
    void whatIsLeftOfAMessageIsClosedWhenTheLastOneOwedIsSuppressed() {
        // Given
        provide();
        sink.answer("250 2.0.0 Ok", "250 2.0.0 Ok");
        api().post("/lanes/" + siteId() + "/main/pause").then().statusCode(204);
        MessageId message = mail.send(siteId(), "ann@example.org", "later@example.org");
        awaitState(message, "queued");
        api().post("/lanes/" + siteId() + "/main/resume").then().statusCode(204);
        awaitState(message, "retry_wait");
        assertThat(column(message, "recipients")).isEqualTo("tp");

        // When
        sql.execute(
                "UPDATE dispatcher.delivery SET due_at = due_at + interval '2 seconds' WHERE message = ?::uuid AND state = 'retry_wait'",
                message.text());
        suppress(siteId(), "later@example.org", SuppressionChanged.Reason.BOUNCE, null);

        // Then
        awaitState(message, "sent");
        assertThat(column(message, "recipients")).isEqualTo("tb");
        assertThat(sink.of(message)).hasSize(1);
    }

    @Test
    void anOlderChangeOfAnAddressDoesNotUndoANewerOne() {
        // Given
        suppress(siteId(), "ann@example.org", SuppressionChanged.Reason.BOUNCE, null);

        // When
        mail.commit(new SuppressionChanged(
                siteId(),
                mail.hash(siteId(), "ann@example.org"),
                SuppressionChanged.State.REMOVED,
                SuppressionChanged.Reason.BOUNCE,
                mail.now().minus(Duration.ofHours(1)),
                null));
        suppress(siteId(), "bob@example.org", SuppressionChanged.Reason.BOUNCE, null);

        // Then
        assertThat(listed(siteId(), "ann@example.org")).isEqualTo(1);
    }

    private void suppress(SiteId scope, String address, SuppressionChanged.Reason reason, @Nullable Instant expiresAt) {
        tell(scope, address, SuppressionChanged.State.ADDED, reason, expiresAt);
        await().atMost(SOON).until(() -> listed(scope, address) == 1);
    }

    private void tell(
            SiteId scope,
            String address,
            SuppressionChanged.State state,
            SuppressionChanged.Reason reason,
            @Nullable Instant expiresAt) {
        mail.commit(new SuppressionChanged(scope, mail.hash(scope, address), state, reason, mail.now(), expiresAt));
    }

    private long listed(SiteId scope, String address) {
        return sql.number(
                "SELECT count(*) FROM dispatcher.suppression WHERE hash = ?",
                mail.hash(scope, address).value());
    }
}
