package io.asteris.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a message or an address that its site wants forgotten. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class ErasureTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    TestFacts facts;

    @Inject
    AddressKey key;

    TestSites sites;
    Sql sql;

    private ReportedSite site;

    @BeforeEach
    void makeASite() {
        site = ReportedSite.of(sites);
    }

    @Test
    void anErasedMessagesPostsLoseTheirOctetsAndTheListStays() {
        // Given
        Envelope erased = facts.message(site.id(), "anna@one.example");
        Envelope other = facts.message(site.id(), "anna@one.example");
        facts.publish(facts.accepted(erased), facts.accepted(other));
        site.report(MailgunPosts.bounce(
                "e1", "anna@one.example", Instant.now(), erased.message().text()));
        site.report(MailgunPosts.event(
                "e2",
                "delivered",
                "anna@one.example",
                Instant.now(),
                other.message().text()));
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.posts("state = 'done'")).isEqualTo(2));

        // When: once by a stranger, who has nothing to say here
        facts.publish(order(erased, SiteId.mint(), null), order(other, SiteId.mint(), null));
        facts.publish(order(erased, site.id(), null));

        // Then
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.posts("sealed = ''")).isOne());
        assertThat(announced(erased)).isZero();
        assertThat(announced(other)).isOne();
        assertThat(site.api().list()).isEqualTo(Map.of("anna@one.example", "bounce"));

        // When: more is reported of it, and the fact comes again
        site.report(MailgunPosts.event(
                "e3",
                "opened",
                "anna@one.example",
                Instant.now(),
                erased.message().text()));
        facts.publish(facts.accepted(erased));
        Envelope next = facts.message(site.id(), "berta@one.example");
        facts.publish(facts.accepted(next));

        // Then
        await().atMost(BOUND).untilAsserted(() -> assertThat(announced(next)).isOne());
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.posts("state = 'done'")).isEqualTo(3));
        assertThat(site.posts("sealed = ''")).isEqualTo(2);
        assertThat(announced(erased)).isZero();
    }

    @Test
    void anErasedAddressLeavesItsKeyedHashAlone() {
        // Given
        Envelope message = facts.message(site.id(), "anna@one.example", "berta@one.example");
        facts.publish(facts.accepted(message));
        String tag = message.message().text();
        site.report(MailgunPosts.bounce("a1", "Anna@one.example", Instant.now(), tag));
        site.report(MailgunPosts.bounce("a2", "berta@one.example", Instant.now(), tag));
        site.report(MailgunPosts.event("a3", "opened", "anna@one.example", Instant.now(), null));
        site.api().awaitList(Map.of("anna@one.example", "bounce", "berta@one.example", "bounce"));
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.posts("state = 'done'")).isEqualTo(3));
        String mark = "erased:" + anna().value();

        // When
        facts.publish(order(message, site.id(), anna()));

        // Then: nobody can read her name any more, and she is on the list as before
        site.api().awaitList(Map.of(mark, "bounce", "berta@one.example", "bounce"));
        assertThat(clear("anna")).isZero();
        assertThat(site.posts("sealed = ''")).isEqualTo(3);
        site.api().get("/suppressions/anna%40one.example").then().statusCode(200);
        assertThat(sql.number(
                        "SELECT count(*) FROM ingest.suppression WHERE site = ? AND h = ?",
                        site.id().value(),
                        anna().value()))
                .isOne();

        // When: an event of before comes late
        site.report(MailgunPosts.event(
                "a4", "complained", "anna@one.example", Instant.now().minusSeconds(600), tag));

        // Then
        site.api().awaitList(Map.of(mark, "complaint", "berta@one.example", "bounce"));
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.posts("sealed = ''")).isEqualTo(4));
        assertThat(clear("anna")).isZero();

        // When: she bounces anew, long after
        site.report(MailgunPosts.bounce("a5", "anna@one.example", Instant.now().plusSeconds(60), null));

        // Then
        site.api().awaitList(Map.of("anna@one.example", "complaint", "berta@one.example", "bounce"));
        site.api().delete("/suppressions/anna%40one.example").then().statusCode(204);
        site.api().awaitList(Map.of("berta@one.example", "bounce"));
    }

    @Test
    void whoWasErasedCanBeTakenOffTheListByHisAddress() {
        // Given
        Envelope message = facts.message(site.id(), "anna@one.example");
        site.api()
                .post("/suppressions", "{\"email\":\"anna@one.example\"}")
                .then()
                .statusCode(201);
        facts.publish(facts.accepted(message), order(message, site.id(), anna()));
        site.api().awaitList(Map.of("erased:" + anna().value(), "manual"));

        // When, Then
        site.api().delete("/suppressions/anna%40one.example").then().statusCode(204);
        assertThat(site.api().list()).isEmpty();
        site.report(MailgunPosts.bounce("w1", "anna@one.example", Instant.now().minusSeconds(60), null));
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(site.posts("state = 'done'")).isOne());
        assertThat(site.api().list()).as("an event of before the removal").isEmpty();
    }

    private AddressHash anna() {
        return key.hash(site.id(), EmailAddress.of("anna@one.example"));
    }

    private static EraseOrdered order(Envelope message, SiteId site, @Nullable AddressHash hash) {
        return new EraseOrdered(message.message(), site, hash, "k3yprefx", Instant.now());
    }

    private long announced(Envelope message) {
        return sql.number(
                "SELECT count(*) FROM ingest.announced WHERE message = ?",
                message.message().value());
    }

    /** Rows in which that stands in clear. */
    private long clear(String name) {
        long found = 0;
        for (String table :
                new String[] {"suppression", "audit", "strike", "unmatched", "skipped_order", "recipient"}) {
            found += sql.number(
                    "SELECT count(*) FROM ingest." + table + " t WHERE site = ? AND t::text ILIKE ?",
                    site.id().value(),
                    "%" + name + "%");
        }
        return found;
    }
}
