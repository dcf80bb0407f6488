package io.asteris.log.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.MessageId;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.log.entry.Entry;
import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Plan;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The fold's statements by themselves: how they read, which does not depend on the machine, and what they refuse. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class EntryWriterTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    Database database;

    @Inject
    EntryWriter writer;

    Sql sql;

    /** Statistics that know of no entries made a join that reads all between a batch's first and last: 270 ms of 45,000. */
    @Test
    void presentEntriesAreLookedUpByKeyWhateverTheStatistics() {
        // Given
        sql.execute("ANALYZE log.entry");
        UUID message = MessageId.mint(Instant.now()).value();
        Tuple wanted = Tuple.of(new String[] {"site"}, new UUID[] {message}, message, message);

        // When
        String plan = database.asWorker(connection -> connection
                        .preparedQuery(EntryWriter.LOCK)
                        .execute(Tuple.of(new Integer[] {1}, PendingLists.SHORT.limit()))
                        .chain(() -> Plan.of(connection, EntryWriter.PRESENT, wanted)))
                .await()
                .atMost(BOUND);

        // Then
        assertThat(plan)
                .containsPattern("Index Cond: \\(\\(site = ANY .* AND \\(message = ANY ")
                .doesNotContain("Filter", "Seq Scan", "Bitmap");
    }

    /** Another instance wrote it between this one's look and its insert. */
    @Test
    void anInsertThatComesTooLateFailsAndLeavesWhatIsThere() {
        // Given
        MessageId message = MessageId.mint(Instant.now());
        Entry entry = Entry.empty(message, new SiteId("late"), Retention.DAYS_30);
        write(entry);
        Entry later = entry.recorded(Optional.empty());

        // When
        assertThatThrownBy(() -> write(later)).hasMessageContaining("entry_30_");

        // Then
        assertThat(sql.rows("SELECT recorded FROM log.entry WHERE message = ?", message.value()))
                .containsExactly(Map.of("recorded", false));
    }

    private void write(Entry entry) {
        database.asWorker(connection -> writer.insert(connection, List.of(entry)))
                .await()
                .atMost(BOUND);
    }
}
