package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.asteris.contract.MessageId;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
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
}
