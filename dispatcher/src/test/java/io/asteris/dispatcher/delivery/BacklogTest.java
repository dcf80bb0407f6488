package io.asteris.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Plan;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits must not be read to find what is due: counted in pages, which do not depend on the machine. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class BacklogTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int WAITING = 50_000;
    private static final long FEW_PAGES = 600;

    @Inject
    Database database;

    Sql sql;
    private final SiteId site = SiteId.mint();

    @BeforeEach
    void fill() {
        // The provider is paused so that no sweep of the running service claims what this test wants to claim.
        sql.execute("INSERT INTO dispatcher.lane (site, provider, paused) VALUES (?, 'main', true)", site.value());
        sql.execute("""
                INSERT INTO dispatcher.delivery (message, site, provider, state, version, due_at, deadline, give_up_at,
                    accepted_at, recipients, hashes, size, attachments, kind, source, from_domain, on_unknown)
                SELECT uuidv7(), ?, 'main', 'queued', 1, asteris.asteris_now() - n * interval '1 millisecond', 'infinity',
                       asteris.asteris_now() + interval '5 days', asteris.asteris_now(), 'p', ARRAY['h'], 2048, 0, 'send', '',
                       'shop.example', 'resend'
                FROM generate_series(1, ?) n
                """, site.value(), WAITING);
        sql.execute("VACUUM ANALYZE dispatcher.delivery");
    }

    @AfterEach
    void empty() {
        sql.execute("DELETE FROM dispatcher.delivery WHERE site = ?", site.value());
        sql.execute("DELETE FROM dispatcher.lane WHERE site = ?", site.value());
    }

    @Test
    void aClaimReadsTheHeadOfItsLaneAndNotWhatWaitsBehind() {
        // Given
        String unpaused = ClaimStore.CLAIM.replace("lane_room($1, $2, $3, $6)", "$3");

        // When
        JsonObject plan = explain(unpaused, Tuple.of(site.value(), "main", 16, "backlog-test", 2_000L));

        // Then
        assertThat(plan.encode()).doesNotContain("Seq Scan on delivery");
        assertThat(pages(plan)).isLessThan(FEW_PAGES);
        assertThat(sql.number(
                        "SELECT count(*) FROM dispatcher.delivery WHERE site = ? AND state = 'attempting'",
                        site.value()))
                .isEqualTo(16);
    }

    @Test
    void aClaimReadsItsLaneWhereStatisticsAreFromATimeWithoutWaitingMail() {
        // Given
        empty();
        sql.execute("ANALYZE dispatcher.delivery");

        // When
        String plan = plan(ClaimStore.CLAIM, Tuple.of(site.value(), "main", 16, "backlog-test", 2_000L, 1_000L));

        // Then
        assertThat(plan).contains("Index Scan using delivery_ready on delivery");
    }

    @Test
    void aClaimsConditionsDoNotLeadIntoTheIndexOfDeadlinesEvenWhereItHasTheOrder() {
        String plan = plan("""
                SELECT message FROM delivery
                WHERE state IN ('queued', 'retry_wait') AND deadline > asteris_now() ORDER BY deadline LIMIT 1
                """, Tuple.tuple());

        assertThat(plan).contains("on delivery").doesNotContain("delivery_deadline");
    }

    @Test
    void findingTheLanesWithWorkLooksAtOneRowOfEach() {
        JsonObject plan = explain(ClaimStore.LANES_WITH_WORK, Tuple.tuple());

        assertThat(pages(plan)).isLessThan(FEW_PAGES);
    }

    private String plan(String statement, Tuple parameters) {
        return Plan.of(database.workers(), statement, parameters).await().atMost(BOUND);
    }

    private JsonObject explain(String statement, Tuple parameters) {
        JsonArray plans = database.workers()
                .preparedQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement)
                .execute(parameters)
                .map(rows -> new JsonArray(String.valueOf(rows.iterator().next().getValue(0))))
                .await()
                .atMost(BOUND);
        return plans.getJsonObject(0).getJsonObject("Plan");
    }

    private static long pages(JsonObject plan) {
        return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
    }
}
