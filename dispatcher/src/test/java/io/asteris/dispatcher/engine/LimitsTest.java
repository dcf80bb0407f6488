package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail waits for its provider's limits and for the wait it asked for; it does not fail for them. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class LimitsTest extends EngineTest {
    @Inject
    DatabaseClock clock;

    @Inject
    ClaimStore claims;

    TestClock testClock;

    @AfterEach
    void restoreClock() {
        testClock.restore(clock);
    }

    @Test
    void mailBeyondTheDaysLimitWaitsWithAReasonAndATimeAndGoesTheNextDay() {
        // Given
        provide(Map.of("per_day", 3));
        List<MessageId> messages = send(5);
        await().atMost(SOON).until(() -> sink.mails().size() == 3);

        // When
        await().atMost(SOON).untilAsserted(() -> api().get("/lanes")
                .then()
                .body("data[0].state", equalTo("waiting"))
                .body("data[0].reason", equalTo("the account's limit is used up"))
                .body("data[0].until", notNullValue())
                .body("data[0].waiting", equalTo(2)));
        api().get("/provider/status")
                .then()
                .body("quotas[0].per", equalTo("day"))
                .body("quotas[0].limit", equalTo(3))
                .body("quotas[0].used", equalTo(3))
                .body("quotas[0].left", equalTo(0))
                .body("quotas[0].until", notNullValue());
        testClock.set(Duration.ofHours(25));

        // Then
        messages.forEach(message -> awaitState(message, "sent"));
        assertThat(sink.mails()).hasSize(5);
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
    void noSecondSeesMoreCallsThanTheLimitSays() {
        // Given
        provide(Map.of("per_second", 5));

        // When
        List<MessageId> messages = send(16);

        // Then
        messages.forEach(message -> awaitState(message, "sent"));
        List<Instant> begun = messages.stream()
                .map(message -> attempts(message, 1).getFirst().startedAt())
                .sorted()
                .toList();
        assertThat(Duration.between(begun.getFirst(), begun.getLast())).isGreaterThan(Duration.ofMillis(2_700));
        assertThat(sql.number("""
                SELECT coalesce(max(together), 0) FROM (
                    SELECT sum(used) OVER (ORDER BY at RANGE BETWEEN CURRENT ROW AND interval '1 second' FOLLOWING) AS together
                    FROM dispatcher.quota_use q JOIN dispatcher.provider p ON p.account = q.account
                    WHERE p.site = ? AND q.unit = 'second') slices
                """, siteId().value())).isLessThanOrEqualTo(5);
    }

    @Test
    void noMoreCallsAreUnderWayAtOnceThanTheAccountTakes() {
        // Given
        provide(Map.of("at_once", 4));
        var gate = new CountDownLatch(1);
        sink.waitFor(gate);

        // When
        List<MessageId> messages = send(12);

        // Then
        await().atMost(SOON).until(() -> sink.mails().size() == 4);
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> sink.mails().size() == 4);
        gate.countDown();
        messages.forEach(message -> awaitState(message, "sent"));
    }

    @Test
    void twoSitesWithOneAccountShareItsLimit() {
        // Given
        String account = "shared-" + siteId();
        provide(Map.of("per_day", 3));
        var other = sites.create("settings:read", "settings:write");
        sql.execute("UPDATE dispatcher.provider SET account = ? WHERE site = ?", account, siteId().value());
        List<MessageId> first = send(2);
        first.forEach(message -> awaitState(message, "sent"));
        sql.execute("""
                INSERT INTO dispatcher.provider (site, name, preset, settings, from_domains, version, account, per_day)
                SELECT ?, name, preset, settings, from_domains, nextval('dispatcher.settings_version'), account, per_day
                FROM dispatcher.provider WHERE site = ?
                """, other.site().value(), siteId().value());
        sql.execute(
                "INSERT INTO dispatcher.routing (site, default_provider, fallbacks, rules) VALUES (?, 'main', '{}', '[]')",
                other.site().value());

        // When
        MessageId third = mail.send(other.site(), "ann@example.org");
        awaitState(third, "sent");
        MessageId fourth = mail.send(other.site(), "ann@example.org");
        MessageId fifth = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(fourth, "queued");
        awaitState(fifth, "queued");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> sink.mails().size() == 3);
    }

    @Test
    void aClaimFromALimitedAccountWaitsForTheOneBeforeIt() throws Exception {
        // Given
        provide(Map.of("per_day", 10));
        api().post("/lanes/" + siteId() + "/main/pause").then().statusCode(204);
        List<MessageId> messages = send(3);
        messages.forEach(message -> awaitState(message, "queued"));
        Object account = sql.rows("SELECT account FROM dispatcher.provider WHERE site = ?", siteId().value())
                .getFirst()
                .get("account");

        // When
        sql.holding("hashtextextended('quota " + account + "', 0)", () -> {
            api().post("/lanes/" + siteId() + "/main/resume").then().statusCode(204);

            // Then
            return await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> sink.mails().size(), size -> size == 0);
        });
        messages.forEach(message -> awaitState(message, "sent"));
    }

    @Test
    void instancesThatClaimAtTheSameMomentShareTheAccountsLimit() {
        // Given
        provide(Map.of("per_day", 10));
        api().post("/lanes/" + siteId() + "/main/pause").then().statusCode(204);
        send(40).forEach(message -> awaitState(message, "queued"));
        sql.execute("UPDATE dispatcher.lane SET paused = false WHERE site = ?", siteId().value());

        // When
        Multi.createFrom()
                .range(0, 8)
                .onItem()
                .transformToUni(instance -> claims.claim(
                        new LaneKey(siteId(), "main"),
                        5,
                        "instance " + instance,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)))
                .merge(8)
                .collect()
                .asList()
                .await()
                .atMost(SOON);

        // Then
        assertThat(sql.number(
                        "SELECT count(*) FROM dispatcher.delivery WHERE site = ? AND attempt > 0", siteId().value()))
                .isEqualTo(10);
        api().get("/provider/status").then().body("quotas[0].used", equalTo(10));
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
    void aPresetsKnownCapHoldsUnlessTheOwnerSaysOtherwise() {
        // Given
        Map<String, String> settings =
                Map.of("client_id", "id", "client_secret", "secret", "refresh_token", "token-of-" + siteId());
        api().body(Map.of("preset", "gmail", "settings", settings))
                .put("/providers/mine")
                .then()
                .statusCode(200);
        api().get("/provider/status")
                .then()
                .body("quotas[0].per", equalTo("day"))
                .body("quotas[0].limit", equalTo(500));

        // When
        api().body(Map.of("preset", "gmail", "settings", settings, "limits", Map.of("per_day", 2_000)))
                .put("/providers/mine")
                .then()
                .statusCode(200);

        // Then
        api().get("/provider/status").then().body("quotas[0].limit", equalTo(2_000));
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        api().body(Map.of("preset", "smtp", "settings", sink.settings(), "limits", Map.of("per_minute", 0)))
                .put("/providers/main")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/limits/per_minute"));
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

    private List<MessageId> send(int count) {
        List<MessageId> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(mail.send(siteId(), "ann" + i + "@example.org"));
        }
        return messages;
    }

    private void provide(Map<String, Integer> limits) {
        api().body(Map.of("preset", "smtp", "settings", sink.settings(), "limits", limits))
                .put("/providers/main")
                .then()
                .statusCode(200)
                .body("limits", notNullValue());
    }
}
