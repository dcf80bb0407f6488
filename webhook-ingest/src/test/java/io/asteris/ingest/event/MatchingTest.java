package io.asteris.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.ingest.IngestApi;
import io.asteris.ingest.MailgunPosts;
import io.asteris.ingest.OldPosts;
import io.asteris.ingest.ReportedSite;
import io.asteris.ingest.TestFacts;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To which message and recipient a report belongs, whichever of them is heard of first. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class MatchingTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

    @Inject
    AddressKey key;

    TestSites sites;
    TestServers servers;

    private ReportedSite site;

    @BeforeEach
    void makeASite() {
        site = ReportedSite.of(sites);
    }

    @Test
    void aReportWithOurTagIsToldOfItsRecipientAndSuppressesHim() {
        // Given
        Envelope message = facts.message(site.id(), "anna@one.example", "Berta@two.example");
        facts.publish(facts.accepted(message));

        // When
        site.report(MailgunPosts.bounce(
                        "b1",
                        "berta@TWO.example",
                        Instant.now(),
                        message.message().text()))
                .then()
                .statusCode(200);

        // Then
        RecipientEvent event = site.told(message, 1).getFirst();
        assertThat(event).isInstanceOf(RecipientEvent.Bounced.class);
        assertThat(event.report().position()).isEqualTo(1);
        assertThat(event.report().provider()).isEqualTo("mailgun");
        assertThat(event.report().text()).contains("does not exist").doesNotContain("berta");
        site.api().awaitList(Map.of("berta@two.example", "bounce"));
        SeenRecord change = servers.topic(Topic.SUPPRESSIONS).await(seen -> seen.key()
                .equals(site.id() + "/" + key.hash(site.id(), EmailAddress.of("berta@two.example"))));
        assertThat(change.json()).doesNotContain("berta");
        Map<String, Object> cause =
                site.api().get("/suppressions?q=berta").jsonPath().getMap("data[0].event");
        assertThat(cause)
                .containsEntry("message", message.message().text())
                .containsEntry("event", "failed")
                .containsEntry("code", "550");
    }

    @Test
    void aReportThatComesBeforeTheFactsIsToldWhenTheyAreThere() {
        // Given
        Envelope tagged = facts.message(site.id(), "anna@one.example");
        Envelope named = facts.message(site.id(), "carla@three.example");

        // When: nobody has told of the messages yet
        site.report(MailgunPosts.event(
                "d1",
                "delivered",
                "anna@one.example",
                Instant.now(),
                tagged.message().text()));
        site.report(MailgunPosts.event("d2", "delivered", "carla@three.example", Instant.now(), null));
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.unmatched()).isEqualTo(2));
        facts.publish(facts.accepted(tagged), facts.accepted(named));
        facts.publish(facts.taken(named, "mailgun", "<of-d2@mg.example>"));

        // Then
        assertThat(site.told(tagged, 1).getFirst()).isInstanceOf(RecipientEvent.Delivered.class);
        assertThat(site.told(named, 1).getFirst()).isInstanceOf(RecipientEvent.Delivered.class);
        assertThat(site.unmatched()).isZero();
    }

    @Test
    void aReportWithoutAnyNameIsMatchedByAddressAmongTheSitesRecentMessages() {
        // Given
        IngestApi other = IngestApi.ofNewSite(sites);
        Envelope mine = facts.message(site.id(), "dora@four.example");
        Envelope theirs = facts.message(other.site(), "dora@four.example");
        facts.publish(facts.accepted(mine), facts.accepted(theirs));
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.known(theirs)).isOne());

        // When
        site.report(MailgunPosts.event("o1", "opened", "dora@four.example", Instant.now(), null));

        // Then
        assertThat(site.told(mine, 1).getFirst()).isInstanceOf(RecipientEvent.Opened.class);
        assertThat(servers.topic(Topic.MAIL_EVENTS).of(theirs.message().text())).isEmpty();
    }

    @Test
    void aReportThatNamesAnotherSitesMessageOrNoRecipientOfItChangesNothing() {
        // Given
        IngestApi other = IngestApi.ofNewSite(sites);
        Envelope theirs = facts.message(other.site(), "emil@five.example");
        Envelope mine = facts.message(site.id(), "frida@six.example");

        // When: at once, while the facts are still under way
        facts.publish(facts.accepted(theirs), facts.accepted(mine));
        site.report(MailgunPosts.bounce(
                "x1", "emil@five.example", Instant.now(), theirs.message().text()));
        site.report(MailgunPosts.bounce(
                "x2", "gerd@seven.example", Instant.now(), mine.message().text()));
        site.report(MailgunPosts.event(
                "x3",
                "delivered",
                "frida@six.example",
                Instant.now(),
                mine.message().text()));

        // Then
        site.told(mine, 1);
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.worked()).isEqualTo(3));
        assertThat(site.api().list()).isEmpty();
        assertThat(other.list()).isEmpty();
        assertThat(servers.topic(Topic.MAIL_EVENTS).of(theirs.message().text())).isEmpty();
        assertThat(servers.topic(Topic.MAIL_EVENTS).of(mine.message().text())).hasSize(1);
    }
}
