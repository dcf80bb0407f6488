package io.asteris.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.SiteChanged;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.ingest.IngestApi;
import io.asteris.ingest.MailgunPosts;
import io.asteris.ingest.OldPosts;
import io.asteris.ingest.TestFacts;
import io.asteris.testing.AsterisTestResource;
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
import org.junit.jupiter.api.Test;

/** What is past its time goes, what is not stays; of a deleted site nothing stays. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class PruningTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** The profile believes posts of any age; what tells repeats apart outlives them, up to PostgreSQL's and our own bound. */
    private static final String AGES = "18001 days";

    @Inject
    Pruning pruning;

    @Inject
    TestFacts facts;

    @Inject
    AddressKey key;

    TestSites sites;
    TestServers servers;
    Sql sql;

    @Test
    void eachTableLosesWhatIsPastItsTimeAndNothingElse() {
        // Given
        String site = SiteId.mint().value();
        for (String age : List.of(AGES, "1 hour")) {
            for (String state : List.of("new", "done", "quarantined")) {
                sql.execute("""
                        INSERT INTO ingest.post (id, site, provider, nonce, digest, content_type, size, sealed, state, received_at, due_at)
                        VALUES (gen_random_uuid(), ?, 'mailgun', ?, '', '', 0, '', ?, asteris.asteris_now() - ?::interval,
                                asteris.asteris_now() + interval '1 hour')
                        """, site, age + state, state, age);
            }
            sql.execute(
                    "INSERT INTO ingest.seen VALUES (?, ?::bytea, asteris.asteris_now() - ?::interval)",
                    site,
                    age,
                    age);
        }
        old("strike (site, who, bounces, last_at)", "?, ?, 1", "180 days", site);
        old("erased_address (site, h, at)", "?, ?", "8 days", site);
        sql.execute(
                "INSERT INTO ingest.erased_address VALUES (?, 'listed', asteris.asteris_now() - interval '9 days')",
                site);
        sql.execute(
                "INSERT INTO ingest.suppression (site, canonical, email, h, reason)"
                        + " VALUES (?, 'erased:listed', 'erased:listed', 'listed', 'bounce')",
                site);
        byMessage("audit (site, id, by_whom, action)", "?, ?, 'x', 'x'", Duration.ofDays(730), site);
        byMessage("recipient (site, message, p, h)", "?, ?, 0, 'h'", Duration.ofDays(30), site);
        byMessage("announced (site, message, event)", "?, ?, '{}'", Duration.ofDays(30), site);
        byMessage("provider_message (site, message, name)", "?, ?, 'n'", Duration.ofDays(30), site);

        // When
        pruning.prune().await().atMost(BOUND);

        // Then
        assertThat(sql.rows(
                        "SELECT state FROM ingest.post WHERE site = ? AND received_at < asteris.asteris_now() - interval '1 day'",
                        site))
                .as("of old posts only what was never worked off stays")
                .isEqualTo(List.of(Map.of("state", "new")));
        assertThat(count("post", site)).isEqualTo(4);
        for (String table : List.of("seen", "strike", "audit", "recipient", "announced", "provider_message")) {
            assertThat(count(table, site)).as(table).isOne();
        }
        assertThat(sql.rows("SELECT h FROM ingest.erased_address WHERE site = ? ORDER BY h", site))
                .as("an erased address that stands on the list by its hash is remembered")
                .extracting(row -> row.get("h"))
                .containsExactly("listed", "young");
    }

    @Test
    void aDeletedSiteLeavesNothingBehindAndItsListIsTakenBack() {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        IngestApi other = IngestApi.ofNewSite(sites);
        Envelope message = facts.message(site.site(), "anna@one.example");
        facts.publish(facts.accepted(message), facts.taken(message, "mailgun", "<of-b1@mg.example>"));
        for (IngestApi api : List.of(site, other)) {
            MailgunPosts.to(api)
                    .post(MailgunPosts.bounce("b1", "anna@one.example", Instant.now(), null))
                    .then()
                    .statusCode(200);
            api.awaitList(Map.of("anna@one.example", "bounce"));
        }
        assertThat(List.of("webhook", "post", "seen", "suppression", "strike", "audit", "mention"))
                .allSatisfy(table ->
                        assertThat(count(table, site.site().value())).as(table).isPositive());

        // When
        sites.publish(new SiteChanged(
                site.site(), "gone", SiteChanged.State.DELETED, "UTC", List.of(), null, false, null, List.of(), null));

        // Then
        await().atMost(BOUND).untilAsserted(() -> {
            for (Map<String, Object> table : sql.rows("""
                    SELECT table_name::text AS name FROM information_schema.columns
                    WHERE table_schema = 'ingest' AND column_name = 'site' AND table_name NOT IN ('erased_message')
                    """)) {
                String name = String.valueOf(table.get("name"));
                assertThat(count(name, site.site().value())).as(name).isZero();
            }
        });
        String place = site.site() + "/" + key.hash(site.site(), EmailAddress.of("anna@one.example"));
        servers.topic(Topic.SUPPRESSIONS)
                .await(seen -> seen.key().equals(place)
                        && seen.as(SuppressionChanged.class).state() == SuppressionChanged.State.REMOVED);
        assertThat(other.list()).containsOnlyKeys("anna@one.example");
    }

    private void old(String columns, String values, String age, String site) {
        for (String[] row : new String[][] {{"old", "1 day"}, {"young", "-1 day"}}) {
            sql.execute(
                    "INSERT INTO ingest." + columns + " VALUES (" + values
                            + ", asteris.asteris_now() - ?::interval - ?::interval)",
                    site,
                    row[0],
                    age,
                    row[1]);
        }
    }

    private void byMessage(String columns, String values, Duration age, String site) {
        for (Duration at : List.of(age.plusDays(1), age.minusDays(1))) {
            sql.execute(
                    "INSERT INTO ingest." + columns + " VALUES (" + values + ")",
                    site,
                    MessageId.mint(Instant.now().minus(at)).value());
        }
    }

    private long count(String table, String site) {
        return sql.number("SELECT count(*) FROM ingest." + table + " WHERE site = ?", site);
    }
}
