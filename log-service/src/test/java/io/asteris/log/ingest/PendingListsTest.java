package io.asteris.log.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Event;
import io.asteris.log.TestMail;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever merges a list writes most pages of the trigrams anew: half of what an entry costs while the log is behind. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class PendingListsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Set<Integer> PARTITION = Set.of(0);
    private static final long PAGES_OF_A_SHORT_LIST = 64;

    @Inject
    Ingest ingest;

    @Inject
    TestMail mail;

    Sql sql;

    private final SiteId site = SiteId.mint();

    @ParameterizedTest
    @CsvSource({"1, SHORT", "799, SHORT", "800, LONG", "1600, LONG", "2100, LONG"})
    void areLongWhereABatchIsHalfFull(int facts, PendingLists expected) {
        assertThat(PendingLists.of(facts, 1_600)).isEqualTo(expected);
    }

    @Test
    void newTrigramsWaitInALongListWhileTheLogIsBehind() {
        // Given
        mergeTrigrams();

        // When
        fold(1_200, PendingLists.LONG);

        // Then
        assertThat(mergeTrigrams()).isGreaterThan(PAGES_OF_A_SHORT_LIST);
    }

    @Test
    void whatWaitsInALongListIsMergedOnceTheLogIsBehindNoMore() {
        // Given
        fold(1_200, PendingLists.LONG);

        // When
        fold(1, PendingLists.SHORT);

        // Then
        assertThat(mergeTrigrams()).isLessThanOrEqualTo(PAGES_OF_A_SHORT_LIST);
    }

    /** An index with a limit of its own would not ask who writes. */
    @Test
    void noIndexOfAPartitionHasALimit() {
        assertThat(trigrams()).isNotEmpty();
        assertThat(limited()).isEmpty();
    }

    @Test
    void anIndexThatWasMadeWithALimitLosesIt() {
        // Given
        String index = trigrams().getFirst();
        sql.execute("ALTER INDEX " + index + " SET (gin_pending_list_limit = 512)");
        assertThat(limited()).containsExactly(index);

        // When
        sql.execute("SELECT log.leave_lists_to_writers(indrelid) FROM pg_index WHERE indexrelid = ?::regclass", index);

        // Then
        assertThat(limited()).isEmpty();
    }

    private void fold(int messages, PendingLists lists) {
        var accepted = new ArrayList<Event>();
        for (int i = 0; i < messages; i++) {
            accepted.add(mail.accepted(mail.stored(site, "Message " + i, "a@one.example", "b@two.example")));
        }
        ingest.prepare(Incoming.of(accepted))
                .chain(batch -> ingest.fold(batch, PARTITION, lists))
                .await()
                .atMost(BOUND);
    }

    /** Merges what waits to be merged; how many pages of 8 KB that was. */
    private long mergeTrigrams() {
        return trigrams().stream()
                .mapToLong(index -> sql.number("SELECT gin_clean_pending_list(?::regclass)", index))
                .sum();
    }

    private List<String> trigrams() {
        return indexes("relname LIKE 'entry%search_idx'");
    }

    private List<String> limited() {
        return indexes("reloptions::text LIKE '%gin_pending_list_limit%'");
    }

    private List<String> indexes(String condition) {
        return sql
                .rows("SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'i'"
                        + " AND relnamespace = 'log'::regnamespace AND " + condition)
                .stream()
                .map(row -> String.valueOf(row.get("name")))
                .toList();
    }
}
