package io.asteris.deliverability.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.MessageId;
import io.asteris.deliverability.Edges;
import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the messages that were heard of is let go. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class SeenStoreTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    Database database;

    @Inject
    SeenStore store;

    Sql sql;

    /** Its id says when a message was accepted; what is first heard of it later, as after a long outage, counts from then. */
    @Test
    void messagesAcceptedAndHeardOfMoreThanEightDaysAgoAreLetGo() {
        // Given
        Instant now = Instant.now();
        Instant old = now.minus(Duration.ofDays(8)).minusSeconds(60);
        Instant young = now.minus(Duration.ofDays(8)).plusSeconds(60);
        seen(old, old);
        MessageId heardOfLate = seen(old, young);
        MessageId stillCounted = seen(young, young);

        // When
        database.asWorker(store::purge).await().atMost(BOUND);

        // Then
        assertThat(sql.rows("SELECT message FROM deliverability.seen_message WHERE site = 'purged' ORDER BY message"))
                .containsExactly(Map.of("message", heardOfLate.value()), Map.of("message", stillCounted.value()));
    }

    private MessageId seen(Instant accepted, Instant heard) {
        MessageId message = MessageId.mint(accepted);
        sql.execute(
                "INSERT INTO deliverability.seen_message (message, site, first_at, refused, no_mailbox, version)"
                        + " VALUES (?, 'purged', ?, false, false, 1)",
                message.value(),
                Timestamp.from(heard));
        return message;
    }
}
