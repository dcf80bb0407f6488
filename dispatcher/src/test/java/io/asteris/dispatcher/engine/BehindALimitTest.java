package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of mail that waits for its provider: it keeps its time, and its owner hears of it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class BehindALimitTest extends EngineTest {
    @Inject
    DatabaseClock clock;

    TestClock testClock;

    @AfterEach
    void restoreClock() {
        testClock.restore(clock);
    }

    @Test
    void anOwnerIsToldOfMailThatWaitsTooLongAndThatItNoLongerDoes() {
        // Given
        provide(Map.of("per_day", 100));
        api().post("/lanes/" + siteId() + "/main/pause").then().statusCode(204);
        MessageAccepted waiting = mail.message(siteId(), null, null, OnUnknown.RESEND, "ann@example.org");
        mail.accept(waiting, "ann@example.org");
        awaitState(waiting.message(), "queued");
        sql.execute(
                "UPDATE dispatcher.delivery SET due_at = due_at - interval '16 minutes' WHERE message = ?::uuid",
                waiting.message().text());
        Alert alert = servers.topic(Topic.ALERTS)
                .await(record -> record.key().equals(siteId() + "/queue_age"))
                .as(AlertEvent.Raised.class)
                .alert();
        assertThat(alert.cause()).isEqualTo(Alert.Cause.QUEUE_AGE);

        // When
        api().post("/lanes/" + siteId() + "/main/resume").then().statusCode(204);

        // Then
        awaitState(waiting.message(), "sent");
        servers.topic(Topic.ALERTS)
                .await(record -> record.key().equals(siteId() + "/queue_age")
                        && record.type().equals("alert.cleared.v1"));
    }

    @Test
    void timeBehindALimitDoesNotCountAgainstTheMaxAgeButStaleMailExpires() {
        // Given
        provide(Map.of("per_day", 1));
        awaitState(mail.send(siteId(), "ann@example.org"), "sent");
        MessageId waiting = mail.send(siteId(), "bob@example.org");
        MessageAccepted stale =
                mail.message(siteId(), null, mail.now().plusSeconds(600), OnUnknown.RESEND, "cid@example.org");
        mail.accept(stale, "cid@example.org");
        awaitState(stale.message(), "queued");
        await().atMost(SOON)
                .until(() -> sql.number(
                                "SELECT count(*) FROM dispatcher.lane WHERE site = ? AND stood_since IS NOT NULL",
                                siteId().value())
                        == 1);

        // When
        testClock.set(Duration.ofHours(2));

        // Then
        awaitState(stale.message(), "expired");
        assertThat(state(waiting)).isEqualTo("queued");
        testClock.set(Duration.ofHours(25));
        awaitState(waiting, "sent");
    }

    @Test
    void aProviderThatAsksToWaitIsNotCalledBeforeItsTimeAndThenOneByOne() {
        // Given
        provide();
        sink.answerToMail("451 4.7.1 rate limit exceeded, slow down");
        List<MessageId> messages = send(30);
        await().atMost(SOON)
                .until(() -> sql.number(
                                "SELECT count(*) FROM dispatcher.lane WHERE site = ? AND until IS NOT NULL",
                                siteId().value())
                        == 1);
        sink.answerToMail("250 2.1.0 Ok");

        // Then
        messages.forEach(message -> awaitState(message, "sent"));
        List<AttemptRecorded> attempts = messages.stream()
                .flatMap(message -> attempts(message, 1).stream())
                .toList();
        assertThat(sink.mails()).hasSize(30);
        assertThat(messages)
                .allSatisfy(message -> assertThat(column(message, "tries")).isEqualTo(0));
        for (AttemptRecorded throttled : attempts) {
            if (throttled.nextAt() != null) {
                assertThat(attempts.stream()
                                .filter(later -> later.message().equals(throttled.message())
                                        && later.attempt() == throttled.attempt() + 1)
                                .map(AttemptRecorded::startedAt))
                        .allSatisfy(begun -> assertThat(begun).isAfterOrEqualTo(throttled.nextAt()));
            }
        }
    }
}
