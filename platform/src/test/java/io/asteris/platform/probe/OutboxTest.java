package io.asteris.platform.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.SeenRecord;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is committed is published, what is not is not. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class OutboxTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    @Inject
    Outbox outbox;

    @Inject
    Database database;

    TestServers servers;
    Sql sql;

    @Test
    void aCommittedEventIsPublishedAsACloudEventAndItsRowGoes() {
        // Given
        Event event = state(1);

        // When
        tell(event);

        // Then
        SeenRecord seen = probe("mail.attempts").await(record -> record.key().equals(event.key()));
        assertThat(seen.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "mail.message.state.v1")
                .containsEntry("ce_source", "/sites/one")
                .containsEntry("ce_subject", event.key())
                .containsEntry("content-type", "application/json")
                .containsKey("ce_id");
        assertThat(seen.as(MessageStateChanged.class)).isEqualTo(event);
        await().untilAsserted(() -> assertThat(rows()).isZero());
        await().untilAsserted(() -> assertThat(outbox.unpublished()).isZero());
    }

    @Test
    void whatOnlyWaitsForItsDeletionHoldsUpNobody() {
        // Given a table that takes its time to delete
        sql.execute("CREATE FUNCTION probe.slowly() RETURNS trigger LANGUAGE plpgsql"
                + " AS 'BEGIN PERFORM pg_sleep(3); RETURN OLD; END'");
        sql.execute("CREATE TRIGGER slowly BEFORE DELETE ON probe.outbox"
                + " FOR EACH STATEMENT EXECUTE FUNCTION probe.slowly()");
        try {
            Event event = state(9);

            // When
            tell(event);
            probe("mail.attempts").await(record -> record.key().equals(event.key()));
            await().untilAsserted(() -> assertThat(outbox.unpublished()).isZero());

            // Then, over more than one look of the sweep
            await().during(Duration.ofMillis(1500))
                    .atMost(Duration.ofMillis(2500))
                    .until(() -> outbox.unpublished() == 0 && rows() == 1);
        } finally {
            sql.execute("DROP FUNCTION probe.slowly() CASCADE");
        }
    }

    @Test
    void whatIsRolledBackIsNeverPublished() {
        // Given
        Event undone = state(2);
        Event done = state(3);

        // When
        assertThatThrownBy(() -> outbox.<Void>asWorker(transaction -> {
                    transaction.tell(undone);
                    return Uni.createFrom().failure(new IllegalStateException("changed my mind"));
                })
                .await()
                .indefinitely());
        tell(done);

        // Then
        probe("mail.attempts").await(record -> record.key().equals(done.key()));
        assertThat(probe("mail.attempts").of(undone.key())).isEmpty();
    }

    @Test
    void whatAnInstanceCommittedAndDidNotPublishIsSweptUp() {
        // Given
        Event left = state(4);

        // When: the rows are committed, and their process is gone before it could publish
        database.asWorker(connection -> outbox.insert(connection, outbox.rows(List.of(left))))
                .await()
                .indefinitely();

        // Then
        probe("mail.attempts").await(record -> record.key().equals(left.key()));
        await().untilAsserted(() -> assertThat(rows()).isZero());
    }

    @Test
    void changesOfOneSettingAreReadInTheOrderInWhichTheyWereMade() {
        // Given
        List<Event> changes = IntStream.range(0, 50)
                .<Event>mapToObj(i -> new RoutingChanged(new SiteId("ordered"), "p" + i, List.of(), List.of()))
                .toList();

        // When
        changes.forEach(this::tell);

        // Then
        List<SeenRecord> seen =
                probe("settings").await(50, record -> record.key().equals("ordered/routing/routing"));
        assertThat(seen.stream()
                        .<Event>map(record -> record.as(RoutingChanged.class))
                        .distinct()
                        .toList())
                .isEqualTo(changes);
    }

    private void tell(Event event) {
        outbox.asWorker(transaction -> {
                    transaction.tell(event);
                    return Uni.createFrom().voidItem();
                })
                .await()
                .indefinitely();
    }

    private long rows() {
        return sql.number("SELECT count(*) FROM probe.outbox");
    }

    private TopicProbe probe(String topic) {
        return servers.topic(topic);
    }

    private static MessageStateChanged state(int version) {
        return new MessageStateChanged(
                MessageId.mint(AT), new SiteId("one"), DispatchState.QUEUED, version, AT, "", null, false, List.of());
    }
}
