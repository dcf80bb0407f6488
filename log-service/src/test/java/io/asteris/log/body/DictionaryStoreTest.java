package io.asteris.log.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and which numbers are given. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class DictionaryStoreTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final byte[] COMMON =
            "<p>12 Harbour Street, registered under no. 4711</p>".getBytes(StandardCharsets.UTF_8);

    @Inject
    DictionaryStore store;

    @Inject
    Dictionaries dictionaries;

    @Inject
    ContentSealer sealer;

    @Inject
    DatabaseClock clock;

    Sql sql;

    private final SiteId site = SiteId.mint();

    @Test
    void ofTwoInstancesOneTakesASitesTurnAndNobodyUntilItComesAgain() {
        // When
        var both = Uni.join()
                .all(store.take(List.of(site), DAY), store.take(List.of(site), DAY))
                .andFailFast();
        List<List<SiteId>> taken = get(both);
        List<SiteId> later = get(store.take(List.of(site), DAY));
        get(store.dueIn(site, Duration.ZERO));
        List<SiteId> again = get(store.take(List.of(site), DAY));

        // Then
        assertThat(taken).containsExactlyInAnyOrder(List.of(site), List.of());
        assertThat(later).isEmpty();
        assertThat(again).containsExactly(site);
    }

    @Test
    void aNumberIsNotGivenAgainAfterItsDictionaryIsGone() {
        // Given
        get(store.take(List.of(site), DAY));
        int first = get(store.add(sealed())).key().number();
        sql.execute("DELETE FROM log.dictionary WHERE site = ?", site.value());

        // When
        int second = get(store.add(sealed())).key().number();

        // Then
        assertThat(second).isEqualTo(first + 1);
    }

    @Test
    void bodiesAreReadWithTheDictionaryOfTheirNumberWhicheverIsTheNewest() {
        // Given
        get(store.take(List.of(site), DAY));
        int first = get(store.add(sealed())).key().number();
        int second = get(store.add(sealed())).key().number();

        // When
        var newest = get(dictionaries.newest(Map.of(site, keyed())));
        var both = get(dictionaries.numbered(site, keyed(), Set.of(first, second)));

        // Then
        assertThat(newest.get(site).number()).isEqualTo(second);
        assertThat(both).containsOnlyKeys(first, second);
    }

    @Test
    void aDictionaryThatDoesNotOpenHoldsNothingUp() {
        // Given
        get(store.take(List.of(site), DAY));
        SealedBlob elsewhere = keyed().seal(MessageId.mint(clock.now()), "body", COMMON);
        get(store.add(elsewhere));

        // When
        var newest = get(dictionaries.newest(Map.of(site, keyed())));

        // Then
        assertThat(newest).isEmpty();
    }

    private SealedBlob sealed() {
        return keyed().seal(MessageId.mint(clock.now()), DictionaryStore.PART, COMMON);
    }

    private SiteSealer keyed() {
        return get(sealer.of(site));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(BOUND);
    }
}
