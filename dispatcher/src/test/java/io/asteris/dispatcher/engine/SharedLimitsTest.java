package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.contract.MessageId;
import io.asteris.dispatcher.delivery.ClaimStore;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A limit holds for the account, whoever calls it: several sites, several instances. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class SharedLimitsTest extends EngineTest {
    @Inject
    ClaimStore claims;

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
}
