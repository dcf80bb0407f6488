package io.asteris.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Json;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.ingest.MailgunPosts;
import io.asteris.ingest.OldPosts;
import io.asteris.ingest.ReportedSite;
import io.asteris.ingest.TestFacts;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which reports and answers put an address on the list, and what its removal sets free. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class SuppressingTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

    @Inject
    ContentStore content;

    TestSites sites;
    TestServers servers;
    Sql sql;

    private ReportedSite site;

    @BeforeEach
    void makeASite() {
        site = ReportedSite.of(sites);
    }

    @Test
    void aRefusalInTheCallItselfSuppressesTheAddressInTheEnvelope() {
        // Given
        Envelope message = facts.message(site.id(), "anna@one.example", "ines@ten.example", "jan@eleven.example");

        // When: told twice, as Kafka may
        for (int i = 0; i < 2; i++) {
            facts.publish(
                    facts.refused(message, 1, "5.1.1", "550 5.1.1 <ines@ten.example>: no such user"),
                    facts.refused(message, 2, "5.7.1", "550 5.7.1 we do not like your network"));
        }

        // Then
        site.api().awaitList(Map.of("ines@ten.example", "bounce"));
        assertThat(sql.number(
                        "SELECT bounces FROM ingest.strike WHERE site = ?",
                        site.id().value()))
                .isOne();
        assertThat(site.api().get("/suppressions").jsonPath().getString("data[0].event.provider"))
                .isEqualTo("smtp");
    }

    @Test
    void aSiteMayWaitForMoreThanOneHardBounceAndLeaveOutReasons() {
        // Given
        site.api().webhooks("{\"mailgun\":{},\"suppress\":{\"after_hard_bounces\":2,\"reasons\":[\"bounce\"]}}");

        // When
        site.report(MailgunPosts.bounce("n1", "once@a.example", Instant.now(), null));
        site.report(MailgunPosts.bounce("n2", "twice@a.example", Instant.now(), null));
        site.report(MailgunPosts.bounce("n3", "twice@a.example", Instant.now().minusSeconds(60), null));
        site.report(MailgunPosts.event("n4", "complained", "angry@a.example", Instant.now(), null));

        // Then
        site.api().awaitList(Map.of("twice@a.example", "bounce"));
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.worked()).isEqualTo(4));
        assertThat(site.api().list()).containsOnlyKeys("twice@a.example");
    }

    @Test
    void removalSendsWhatWasSkippedOnceAndToThatRecipientAlone() {
        // Given
        Envelope message = facts.message(site.id(), "anna@one.example", "lost@twelve.example");
        site.api()
                .post("/suppressions", "{\"email\":\"Lost@Twelve.example\"}")
                .then()
                .statusCode(201);
        facts.publish(facts.skipped(message, 1));
        facts.publish(facts.accepted(message));
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.api()
                        .get("/suppressions/lost%40twelve.example")
                        .jsonPath()
                        .getInt("skipped"))
                .isOne());

        // When
        int ordered = site.api()
                .delete("/suppressions/lost%40twelve.example?resend=true")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getInt("resending");

        // Then
        assertThat(ordered).isOne();
        SeenRecord order = servers.topic(Topic.MAIL_ORDERS)
                .await(seen -> seen.json().contains(message.message().text()));
        var resend = order.as(ResendOrdered.class);
        assertThat(resend.of()).isEqualTo(message.message());
        assertThat(resend.source()).isEqualTo("woocommerce");
        var blobs = content.get(List.of(
                        new BlobId(site.id(), resend.message(), "envelope"),
                        new BlobId(site.id(), resend.message(), "body")))
                .await()
                .atMost(BOUND);
        assertThat(blobs).hasSize(2);
        Envelope copy = Json.read(
                blobs.stream()
                        .filter(blob -> blob.id().part().equals("envelope"))
                        .findFirst()
                        .orElseThrow()
                        .content(),
                Envelope.class);
        assertThat(copy.recipients()).hasSize(1);
        assertThat(copy.recipients().getFirst().mailbox().address().text()).isEqualTo("lost@twelve.example");
        assertThat(site.api().list()).isEmpty();
        SeenRecord change = servers.topic(Topic.SUPPRESSIONS)
                .await(seen ->
                        seen.key().startsWith(site.id() + "/") && seen.json().contains("removed"));
        assertThat(change.as(SuppressionChanged.class).state()).isEqualTo(SuppressionChanged.State.REMOVED);
        site.api()
                .post("/suppressions", "{\"email\":\"lost@twelve.example\"}")
                .then()
                .statusCode(201);
        site.api()
                .delete("/suppressions/lost%40twelve.example?resend=true")
                .then()
                .statusCode(202);
        assertThat(sql.number(
                        "SELECT count(*) FROM ingest.skipped_order WHERE site = ?",
                        site.id().value()))
                .isOne();
    }
}
