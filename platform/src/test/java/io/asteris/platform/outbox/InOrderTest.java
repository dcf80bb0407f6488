package io.asteris.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Plan;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must be published in order is found without reading what need not be. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class InOrderTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Inject
    Database database;

    Sql sql;

    @AfterEach
    void empty() {
        sql.execute("DELETE FROM probe.outbox WHERE site = 'in-order-test'");
    }

    @Test
    void theLookForItReadsAnIndexThatHoldsNothingElse() {
        // Given
        sql.execute("""
                INSERT INTO probe.outbox (id, topic, key, type, site, body, created_at)
                SELECT uuidv7(), 'mail.attempts', '', '', 'in-order-test', '', now() + interval '1 hour'
                FROM generate_series(1, 5000)
                """);
        sql.execute("ANALYZE probe.outbox");

        // When
        String plan = Plan.of(database.workers(), OutboxStore.IN_ORDER, Tuple.of(1_000))
                .await()
                .atMost(BOUND);

        // Then
        assertThat(plan).contains("outbox_in_order").doesNotContain("Seq Scan");
    }

    @Test
    void itNamesTheTopicsThatMustStayInOrder() {
        assertThat(Rows.ORDERED)
                .allSatisfy(topic -> assertThat(OutboxStore.IN_ORDER).contains("'" + topic + "'"));
    }
}
