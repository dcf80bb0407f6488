package io.asteris.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.EventType;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.ingest.IngestApi;
import io.asteris.ingest.MailgunPosts;
import io.asteris.ingest.OldPosts;
import io.asteris.ingest.TestFacts;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of reports: matched, told once, applied once, in whatever order they and the facts come. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class EventsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

    @Inject
    AddressKey key;

    @Inject
    Outbox outbox;

    @Inject
    Database database;

    @Inject
    PostClaims claims;

    @Inject
    Effects effects;

    @Inject
    PostEnds ends;

    @Inject
    ContentStore content;

    TestSites sites;
    TestServers servers;
    Sql sql;

    private IngestApi site;
    private MailgunPosts mailgun;

    @BeforeEach
    void makeASite() {
        site = IngestApi.ofNewSite(sites);
        mailgun = MailgunPosts.to(site);
    }

    @AfterEach
    void bringTheDatabaseBack() {
        servers.startPostgres();
    }

    @Test
    void aReportWithOurTagIsToldOfItsRecipientAndSuppressesHim() {
        // Given
        Envelope message = facts.message(site.site(), "anna@one.example", "Berta@two.example");
        facts.publish(facts.accepted(message));

        // When
        mailgun.post(MailgunPosts.bounce(
                        "b1",
                        "berta@TWO.example",
                        Instant.now(),
                        message.message().text()))
                .then()
                .statusCode(200);

        // Then
        RecipientEvent event = told(message, 1).getFirst();
        assertThat(event).isInstanceOf(RecipientEvent.Bounced.class);
        assertThat(event.report().position()).isEqualTo(1);
        assertThat(event.report().provider()).isEqualTo("mailgun");
        assertThat(event.report().text()).contains("does not exist").doesNotContain("berta");
        site.awaitList(Map.of("berta@two.example", "bounce"));
        SeenRecord change = servers.topic(Topic.SUPPRESSIONS).await(seen -> seen.key()
                .equals(site.site() + "/" + key.hash(site.site(), EmailAddress.of("berta@two.example"))));
        assertThat(change.json()).doesNotContain("berta");
        Map<String, Object> cause = site.get("/suppressions?q=berta").jsonPath().getMap("data[0].event");
        assertThat(cause)
                .containsEntry("message", message.message().text())
                .containsEntry("event", "failed")
                .containsEntry("code", "550");
    }

    @Test
    void aReportThatComesBeforeTheFactsIsToldWhenTheyAreThere() {
        // Given
        Envelope tagged = facts.message(site.site(), "anna@one.example");
        Envelope named = facts.message(site.site(), "carla@three.example");

        // When: nobody has told of the messages yet
        mailgun.post(MailgunPosts.event(
                "d1",
                "delivered",
                "anna@one.example",
                Instant.now(),
                tagged.message().text()));
        mailgun.post(MailgunPosts.event("d2", "delivered", "carla@three.example", Instant.now(), null));
        await().atMost(BOUND).untilAsserted(() -> assertThat(unmatched()).isEqualTo(2));
        facts.publish(facts.accepted(tagged), facts.accepted(named));
        facts.publish(facts.taken(named, "mailgun", "<of-d2@mg.example>"));

        // Then
        assertThat(told(tagged, 1).getFirst()).isInstanceOf(RecipientEvent.Delivered.class);
        assertThat(told(named, 1).getFirst()).isInstanceOf(RecipientEvent.Delivered.class);
        assertThat(unmatched()).isZero();
    }

    @Test
    void aReportWithoutAnyNameIsMatchedByAddressAmongTheSitesRecentMessages() {
        // Given
        IngestApi other = IngestApi.ofNewSite(sites);
        Envelope mine = facts.message(site.site(), "dora@four.example");
        Envelope theirs = facts.message(other.site(), "dora@four.example");
        facts.publish(facts.accepted(mine), facts.accepted(theirs));
        await().atMost(BOUND).untilAsserted(() -> assertThat(known(theirs)).isOne());

        // When
        mailgun.post(MailgunPosts.event("o1", "opened", "dora@four.example", Instant.now(), null));

        // Then
        assertThat(told(mine, 1).getFirst()).isInstanceOf(RecipientEvent.Opened.class);
        assertThat(servers.topic(Topic.MAIL_EVENTS).of(theirs.message().text())).isEmpty();
    }

    @Test
    void aReportThatNamesAnotherSitesMessageOrNoRecipientOfItChangesNothing() {
        // Given
        IngestApi other = IngestApi.ofNewSite(sites);
        Envelope theirs = facts.message(other.site(), "emil@five.example");
        Envelope mine = facts.message(site.site(), "frida@six.example");

        // When: at once, while the facts are still under way
        facts.publish(facts.accepted(theirs), facts.accepted(mine));
        mailgun.post(MailgunPosts.bounce(
                "x1", "emil@five.example", Instant.now(), theirs.message().text()));
        mailgun.post(MailgunPosts.bounce(
                "x2", "gerd@seven.example", Instant.now(), mine.message().text()));
        mailgun.post(MailgunPosts.event(
                "x3",
                "delivered",
                "frida@six.example",
                Instant.now(),
                mine.message().text()));

        // Then
        told(mine, 1);
        await().atMost(BOUND).untilAsserted(() -> assertThat(worked()).isEqualTo(3));
        assertThat(site.list()).isEmpty();
        assertThat(other.list()).isEmpty();
        assertThat(servers.topic(Topic.MAIL_EVENTS).of(theirs.message().text())).isEmpty();
        assertThat(servers.topic(Topic.MAIL_EVENTS).of(mine.message().text())).hasSize(1);
    }

    @Test
    void aTokenCountsForOneBody() {
        // Given
        JsonObject event = MailgunPosts.bounce("t1", "hugo@eight.example", Instant.now(), null);
        byte[] first = MailgunPosts.body(event, "a".repeat(50));
        byte[] forged = MailgunPosts.body(
                MailgunPosts.bounce("t2", "victim@nine.example", Instant.now(), null), "a".repeat(50));

        // When, Then
        mailgun.post(first).then().statusCode(200);
        mailgun.post(first).then().statusCode(200);
        mailgun.post(forged).then().statusCode(406);
        site.awaitList(Map.of("hugo@eight.example", "bounce"));
        assertThat(worked()).isOne();
        servers.topic(Topic.ALERTS).await(alert -> alert.key().equals(site.site() + "/forged_report"));
    }

    @Test
    void aPostThatWasSignedOutsideTheWindowIsRefusedAlthoughItsSignatureHolds() {
        // Given: a hundred years back is believed here, and ten minutes ahead
        JsonObject event = MailgunPosts.bounce("f1", "late@one.example", Instant.now(), null);
        Instant before = Instant.now().minus(Duration.ofDays(36_501));
        Instant after = Instant.now().plus(Duration.ofMinutes(11));

        // When, Then
        mailgun.post(MailgunPosts.body(event, "b".repeat(50), before)).then().statusCode(406);
        mailgun.post(MailgunPosts.body(event, "c".repeat(50), after)).then().statusCode(406);
        mailgun.post(MailgunPosts.body(event, "d".repeat(50), Instant.now().plusSeconds(540)))
                .then()
                .statusCode(200);
        await().atMost(BOUND).untilAsserted(() -> assertThat(worked()).isOne());
    }

    @Test
    void aRefusalInTheCallItselfSuppressesTheAddressInTheEnvelope() {
        // Given
        Envelope message = facts.message(site.site(), "anna@one.example", "ines@ten.example", "jan@eleven.example");

        // When: told twice, as Kafka may
        for (int i = 0; i < 2; i++) {
            facts.publish(
                    facts.refused(message, 1, "5.1.1", "550 5.1.1 <ines@ten.example>: no such user"),
                    facts.refused(message, 2, "5.7.1", "550 5.7.1 we do not like your network"));
        }

        // Then
        site.awaitList(Map.of("ines@ten.example", "bounce"));
        assertThat(sql.number(
                        "SELECT bounces FROM ingest.strike WHERE site = ?",
                        site.site().value()))
                .isOne();
        assertThat(site.get("/suppressions").jsonPath().getString("data[0].event.provider"))
                .isEqualTo("smtp");
    }

    @Test
    void aSiteMayWaitForMoreThanOneHardBounceAndLeaveOutReasons() {
        // Given
        site.webhooks("{\"mailgun\":{},\"suppress\":{\"after_hard_bounces\":2,\"reasons\":[\"bounce\"]}}");

        // When
        mailgun.post(MailgunPosts.bounce("n1", "once@a.example", Instant.now(), null));
        mailgun.post(MailgunPosts.bounce("n2", "twice@a.example", Instant.now(), null));
        mailgun.post(MailgunPosts.bounce("n3", "twice@a.example", Instant.now().minusSeconds(60), null));
        mailgun.post(MailgunPosts.event("n4", "complained", "angry@a.example", Instant.now(), null));

        // Then
        site.awaitList(Map.of("twice@a.example", "bounce"));
        await().atMost(BOUND).untilAsserted(() -> assertThat(worked()).isEqualTo(4));
        assertThat(site.list()).containsOnlyKeys("twice@a.example");
    }

    @Test
    void fiftyRepeatsOfEachInAnyOrderAcrossTwoWorkersHaveOneEffectEach() throws Exception {
        // Given
        Map<String, String> before = null;
        var second = new Processor(outbox, database, claims, effects, ends);
        second.start(new StartupEvent());
        try (ExecutorService providers = Executors.newFixedThreadPool(8)) {
            for (long order = 1; order <= 2; order++) {
                IngestApi fresh = IngestApi.ofNewSite(sites);
                MailgunPosts posts = MailgunPosts.to(fresh);
                Envelope message = facts.message(fresh.site(), "a@one.example", "b@one.example", "c@one.example");
                facts.publish(facts.accepted(message));
                List<JsonObject> repeats = repeats(message);
                Collections.shuffle(repeats, new Random(order));

                // When
                List<Future<Integer>> answers = new ArrayList<>();
                for (JsonObject event : repeats) {
                    answers.add(providers.submit(() -> posts.post(event).statusCode()));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(200);
                }

                // Then
                await().atMost(BOUND).untilAsserted(() -> assertThat(sql.number(
                                "SELECT count(*) FROM ingest.post WHERE site = ? AND state = 'done'",
                                fresh.site().value()))
                        .isEqualTo(repeats.size()));
                assertThat(told(message, 6)).hasSize(6);
                Map<String, String> list = fresh.list();
                assertThat(list).isEqualTo(Map.of("a@one.example", "complaint", "b@one.example", "unsubscribe"));
                assertThat(before == null || before.equals(list)).isTrue();
                before = list;
            }
        } finally {
            second.stop(new ShutdownEvent());
        }
    }

    private static List<JsonObject> repeats(Envelope message) {
        String tag = message.message().text();
        Instant at = Instant.parse("2026-11-01T10:00:00Z");
        List<JsonObject> repeats = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            // The provider's own id may change between two tries.
            repeats.add(MailgunPosts.bounce("r1-" + i, "a@one.example", at, tag)
                    .put(
                            "message",
                            new JsonObject().put("headers", new JsonObject().put("message-id", "m@mg.example"))));
            repeats.add(MailgunPosts.event("r2", "complained", "a@one.example", at.plusSeconds(5), tag));
            repeats.add(MailgunPosts.event("r3", "unsubscribed", "b@one.example", at.plusSeconds(6), tag));
            repeats.add(MailgunPosts.bounce("r4", "b@one.example", at.plusSeconds(7), tag));
            repeats.add(MailgunPosts.event("r5", "delivered", "c@one.example", at.plusSeconds(8), tag));
            repeats.add(MailgunPosts.event("r6", "opened", "c@one.example", at.plusSeconds(9), tag));
        }
        return repeats;
    }

    @Test
    void whatWasAnsweredIsAppliedOnceAlthoughTheDatabaseGoesInBetween() {
        // Given
        Envelope message = facts.message(site.site(), "k@one.example");
        facts.publish(facts.accepted(message));
        await().atMost(BOUND).untilAsserted(() -> assertThat(known(message)).isOne());

        // When
        int kept = 0;
        Instant at = Instant.parse("2026-11-01T10:00:00Z");
        for (int i = 0; i < 40; i++) {
            kept += mailgun.post(MailgunPosts.event(
                                            "k" + i,
                                            "clicked",
                                            "k@one.example",
                                            at.plusSeconds(i),
                                            message.message().text()))
                                    .statusCode()
                            == 200
                    ? 1
                    : 0;
        }
        servers.stopPostgres();
        mailgun.post(MailgunPosts.event("late", "clicked", "k@one.example", Instant.now(), null))
                .then()
                .statusCode(503);
        servers.startPostgres();

        // Then
        int expected = kept;
        assertThat(expected).isEqualTo(40);
        await().atMost(BOUND).untilAsserted(() -> assertThat(told(message, expected).stream()
                        .map(event -> event.report().at())
                        .distinct())
                .hasSize(expected));
    }

    @Test
    void removalSendsWhatWasSkippedOnceAndToThatRecipientAlone() {
        // Given
        Envelope message = facts.message(site.site(), "anna@one.example", "lost@twelve.example");
        site.post("/suppressions", "{\"email\":\"Lost@Twelve.example\"}").then().statusCode(201);
        facts.publish(facts.skipped(message, 1));
        facts.publish(facts.accepted(message));
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.get("/suppressions/lost%40twelve.example")
                        .jsonPath()
                        .getInt("skipped"))
                .isOne());

        // When
        int ordered = site.delete("/suppressions/lost%40twelve.example?resend=true")
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
                        new BlobId(site.site(), resend.message(), "envelope"),
                        new BlobId(site.site(), resend.message(), "body")))
                .await()
                .atMost(BOUND);
        assertThat(blobs).hasSize(2);
        Envelope copy = io.asteris.contract.Json.read(
                blobs.stream()
                        .filter(blob -> blob.id().part().equals("envelope"))
                        .findFirst()
                        .orElseThrow()
                        .content(),
                Envelope.class);
        assertThat(copy.recipients()).hasSize(1);
        assertThat(copy.recipients().getFirst().mailbox().address().text()).isEqualTo("lost@twelve.example");
        assertThat(site.list()).isEmpty();
        SeenRecord change = servers.topic(Topic.SUPPRESSIONS)
                .await(seen ->
                        seen.key().startsWith(site.site() + "/") && seen.json().contains("removed"));
        assertThat(change.as(SuppressionChanged.class).state()).isEqualTo(SuppressionChanged.State.REMOVED);
        site.post("/suppressions", "{\"email\":\"lost@twelve.example\"}").then().statusCode(201);
        site.delete("/suppressions/lost%40twelve.example?resend=true").then().statusCode(202);
        assertThat(sql.number(
                        "SELECT count(*) FROM ingest.skipped_order WHERE site = ?",
                        site.site().value()))
                .isOne();
    }

    @Test
    void aPostThatNobodyCanReadLiesInQuarantineAndCanBeReplayed() {
        // Given
        var admin = sites.admin();
        byte[] unreadable = MailgunPosts.body(new JsonObject().put("no", "event"));

        // When
        mailgun.post(unreadable).then().statusCode(200);

        // Then
        IngestApi operator = IngestApi.of(admin);
        await().atMost(BOUND).untilAsserted(() -> assertThat(
                        operator.get("/dead-letters?limit=200").jsonPath().getList("data.topic", String.class))
                .contains("webhook/mailgun"));
        String id = "webhook-ingest~post~"
                + sql.rows(
                                "SELECT id FROM ingest.post WHERE site = ?",
                                site.site().value())
                        .getFirst()
                        .get("id");
        assertThat(operator.get("/dead-letters?limit=200").jsonPath().getList("data.id", String.class))
                .contains(id);
        assertThat(site.get("/dead-letters").statusCode()).isEqualTo(403);
        operator.post("/dead-letters/" + id + "/replay", "").then().statusCode(202);
        await().atMost(BOUND).untilAsserted(() -> assertThat(sql.rows(
                                "SELECT state FROM ingest.post WHERE site = ?",
                                site.site().value())
                        .getFirst()
                        .get("state"))
                .isEqualTo("quarantined"));
    }

    @Test
    void aProviderThatFallsSilentRaisesAnAlertThatItsNextPostClears() {
        // Given
        mailgun.post(MailgunPosts.event("s1", "delivered", "m@one.example", Instant.now(), null));
        await().atMost(BOUND).untilAsserted(() -> assertThat(worked()).isOne());
        for (int i = 0; i < 30; i++) {
            Envelope message = facts.message(site.site(), "m@one.example");
            facts.publish(facts.taken(message, "mailgun", "<s" + i + site.site() + "@mg.example>"));
        }
        await().atMost(BOUND).untilAsserted(() -> assertThat(sql.number(
                        "SELECT sends_since FROM ingest.provider_state WHERE site = ?",
                        site.site().value()))
                .isEqualTo(30));

        // When: a day passes
        sql.execute(
                "UPDATE ingest.provider_state SET last_event_at = last_event_at - interval '25 hours' WHERE site = ?",
                site.site().value());

        // Then
        String alert = site.site() + "/provider_silent";
        servers.topic(Topic.ALERTS)
                .await(seen -> seen.key().equals(alert) && seen.type().equals("alert.raised.v1"));
        assertThat(site.get("/webhooks").jsonPath().getString("mailgun.silent_since"))
                .isNotBlank();
        mailgun.post(MailgunPosts.event("s2", "delivered", "m@one.example", Instant.now(), null));
        servers.topic(Topic.ALERTS)
                .await(seen -> seen.key().equals(alert) && seen.type().equals("alert.cleared.v1"));
    }

    private List<RecipientEvent> told(Envelope message, int count) {
        return servers
                .topic(Topic.MAIL_EVENTS)
                .await(count, seen -> seen.key().equals(message.message().text()))
                .stream()
                .map(seen -> (RecipientEvent)
                        seen.as(EventType.named(seen.type()).orElseThrow().record()))
                .toList();
    }

    private long unmatched() {
        return sql.number(
                "SELECT count(*) FROM ingest.unmatched WHERE site = ?",
                site.site().value());
    }

    private long known(Envelope message) {
        return sql.number(
                "SELECT count(*) FROM ingest.recipient WHERE message = ?",
                message.message().value());
    }

    private long worked() {
        return sql.number(
                "SELECT count(*) FROM ingest.post WHERE site = ? AND state <> 'new'",
                site.site().value());
    }
}
