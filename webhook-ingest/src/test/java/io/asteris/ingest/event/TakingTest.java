package io.asteris.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.ingest.IngestApi;
import io.asteris.ingest.MailgunPosts;
import io.asteris.ingest.OldPosts;
import io.asteris.ingest.ReportedSite;
import io.asteris.ingest.TestFacts;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which posts a provider may make, and what is noticed when they cannot be read or stay away. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class TakingTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

    TestSites sites;
    TestServers servers;
    Sql sql;

    private ReportedSite site;

    @BeforeEach
    void makeASite() {
        site = ReportedSite.of(sites);
    }

    @Test
    void aTokenCountsForOneBody() {
        // Given
        JsonObject event = MailgunPosts.bounce("t1", "hugo@eight.example", Instant.now(), null);
        byte[] first = MailgunPosts.body(event, "a".repeat(50));
        byte[] forged = MailgunPosts.body(
                MailgunPosts.bounce("t2", "victim@nine.example", Instant.now(), null), "a".repeat(50));

        // When, Then
        site.report(first).then().statusCode(200);
        site.report(first).then().statusCode(200);
        site.report(forged).then().statusCode(406);
        site.api().awaitList(Map.of("hugo@eight.example", "bounce"));
        assertThat(site.worked()).isOne();
        servers.topic(Topic.ALERTS).await(alert -> alert.key().equals(site.id() + "/forged_report"));
    }

    @Test
    void aPostThatWasSignedOutsideTheWindowIsRefusedAlthoughItsSignatureHolds() {
        // Given: a hundred years back is believed here, and ten minutes ahead
        JsonObject event = MailgunPosts.bounce("f1", "late@one.example", Instant.now(), null);
        Instant before = Instant.now().minus(Duration.ofDays(36_501));
        Instant after = Instant.now().plus(Duration.ofMinutes(11));

        // When, Then
        site.report(MailgunPosts.body(event, "b".repeat(50), before)).then().statusCode(406);
        site.report(MailgunPosts.body(event, "c".repeat(50), after)).then().statusCode(406);
        site.report(MailgunPosts.body(event, "d".repeat(50), Instant.now().plusSeconds(540)))
                .then()
                .statusCode(200);
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.worked()).isOne());
    }

    @Test
    void aPostThatNobodyCanReadLiesInQuarantineAndCanBeReplayed() {
        // Given
        var admin = sites.admin();
        byte[] unreadable = MailgunPosts.body(new JsonObject().put("no", "event"));

        // When
        site.report(unreadable).then().statusCode(200);

        // Then
        IngestApi operator = IngestApi.of(admin);
        await().atMost(BOUND).untilAsserted(() -> assertThat(
                        operator.get("/dead-letters?limit=200").jsonPath().getList("data.topic", String.class))
                .contains("webhook/mailgun"));
        String id = "webhook-ingest~post~"
                + sql.rows(
                                "SELECT id FROM ingest.post WHERE site = ?",
                                site.id().value())
                        .getFirst()
                        .get("id");
        assertThat(operator.get("/dead-letters?limit=200").jsonPath().getList("data.id", String.class))
                .contains(id);
        assertThat(site.api().get("/dead-letters").statusCode()).isEqualTo(403);
        operator.post("/dead-letters/" + id + "/replay", "").then().statusCode(202);
        await().atMost(BOUND).untilAsserted(() -> assertThat(sql.rows(
                                "SELECT state FROM ingest.post WHERE site = ?",
                                site.id().value())
                        .getFirst()
                        .get("state"))
                .isEqualTo("quarantined"));
    }

    @Test
    void aProviderThatFallsSilentRaisesAnAlertThatItsNextPostClears() {
        // Given
        site.report(MailgunPosts.event("s1", "delivered", "m@one.example", Instant.now(), null));
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.worked()).isOne());
        for (int i = 0; i < 30; i++) {
            Envelope message = facts.message(site.id(), "m@one.example");
            facts.publish(facts.taken(message, "mailgun", "<s" + i + site.id() + "@mg.example>"));
        }
        await().atMost(BOUND).untilAsserted(() -> assertThat(sql.number(
                        "SELECT sends_since FROM ingest.provider_state WHERE site = ?",
                        site.id().value()))
                .isEqualTo(30));

        // When: a day passes
        sql.execute(
                "UPDATE ingest.provider_state SET last_event_at = last_event_at - interval '25 hours' WHERE site = ?",
                site.id().value());

        // Then
        String alert = site.id() + "/provider_silent";
        servers.topic(Topic.ALERTS)
                .await(seen -> seen.key().equals(alert) && seen.type().equals("alert.raised.v1"));
        assertThat(site.api().get("/webhooks").jsonPath().getString("mailgun.silent_since"))
                .isNotBlank();
        site.report(MailgunPosts.event("s2", "delivered", "m@one.example", Instant.now(), null));
        servers.topic(Topic.ALERTS)
                .await(seen -> seen.key().equals(alert) && seen.type().equals("alert.cleared.v1"));
    }
}
