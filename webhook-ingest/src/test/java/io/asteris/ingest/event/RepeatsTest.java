package io.asteris.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.content.Envelope;
import io.asteris.ingest.MailgunPosts;
import io.asteris.ingest.OldPosts;
import io.asteris.ingest.ReportedSite;
import io.asteris.ingest.TestFacts;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.asteris.testing.AsterisTestResource;
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

/** What was reported once has its effect once, through repeats, two workers and the loss of the database. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class RepeatsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

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

    TestSites sites;
    TestServers servers;

    private ReportedSite site;

    @BeforeEach
    void makeASite() {
        site = ReportedSite.of(sites);
    }

    @AfterEach
    void bringTheDatabaseBack() {
        servers.startPostgres();
    }

    @Test
    void fiftyRepeatsOfEachInAnyOrderAcrossTwoWorkersHaveOneEffectEach() throws Exception {
        // Given
        Map<String, String> before = null;
        var second = new Processor(outbox, database, claims, effects, ends);
        second.start(new StartupEvent());
        try (ExecutorService providers = Executors.newFixedThreadPool(8)) {
            for (long order = 1; order <= 2; order++) {
                ReportedSite fresh = ReportedSite.of(sites);
                Envelope message = facts.message(fresh.id(), "a@one.example", "b@one.example", "c@one.example");
                facts.publish(facts.accepted(message));
                List<JsonObject> repeats = repeats(message);
                Collections.shuffle(repeats, new Random(order));

                // When
                List<Future<Integer>> answers = new ArrayList<>();
                for (JsonObject event : repeats) {
                    answers.add(providers.submit(() -> fresh.report(event).statusCode()));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(200);
                }

                // Then
                await().atMost(BOUND).untilAsserted(() -> assertThat(fresh.posts("state = 'done'"))
                        .isEqualTo(repeats.size()));
                assertThat(fresh.told(message, 6)).hasSize(6);
                Map<String, String> list = fresh.api().list();
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
        Envelope message = facts.message(site.id(), "k@one.example");
        facts.publish(facts.accepted(message));
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.known(message)).isOne());

        // When
        int kept = 0;
        Instant at = Instant.parse("2026-11-01T10:00:00Z");
        for (int i = 0; i < 40; i++) {
            kept += site.report(MailgunPosts.event(
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
        site.report(MailgunPosts.event("late", "clicked", "k@one.example", Instant.now(), null))
                .then()
                .statusCode(503);
        servers.startPostgres();

        // Then
        int expected = kept;
        assertThat(expected).isEqualTo(40);
        await().atMost(BOUND).untilAsserted(() -> assertThat(site.told(message, expected).stream()
                        .map(event -> event.report().at())
                        .distinct())
                .hasSize(expected));
    }
}
