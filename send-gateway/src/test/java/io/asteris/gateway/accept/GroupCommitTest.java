package io.asteris.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.gateway.idempotency.Remembered;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.kafka.OutgoingEvent;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many units that share commits do to each other: nothing. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class GroupCommitTest {
    private static final int UNITS = 40;

    @Inject
    GroupCommit commit;

    Sql sql;

    @Test
    void unitsThatWaitTogetherAreAllStored() {
        // Given
        var site = SiteId.mint();
        // When
        List<Boolean> stored = commitAll(IntStream.range(0, UNITS)
                .mapToObj(i -> unit(site, "k" + i, "mail"))
                .toList());
        // Then
        assertThat(stored).hasSize(UNITS).containsOnly(true);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site.value()))
                .isEqualTo(UNITS);
    }

    @Test
    void oneOfManyUnitsWithTheSameKeyIsStored() {
        // Given
        var site = SiteId.mint();
        // When
        List<Boolean> stored = commitAll(IntStream.range(0, UNITS)
                .mapToObj(i -> unit(site, "same", "mail"))
                .toList());
        // Then
        assertThat(stored.stream().filter(won -> won)).hasSize(1);
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site.value()))
                .isEqualTo(1);
    }

    @Test
    void aUnitThatTheDatabaseRefusesKeepsNobodyOut() {
        // Given
        var site = SiteId.mint();
        var units = IntStream.range(0, UNITS)
                .mapToObj(i -> unit(site, "k" + i, i == UNITS / 2 ? "ma\u0000il" : "mail"))
                .toList();
        // When
        List<CompletableFuture<Boolean>> results = begin(units);
        List<Boolean> failed = results.stream()
                .map(result ->
                        result.handle((stored, failure) -> failure != null).join())
                .toList();
        // Then
        assertThat(failed.stream().filter(one -> one)).hasSize(1);
        assertThat(failed.get(UNITS / 2)).isTrue();
        assertThat(sql.number("SELECT count(*) FROM content.blob WHERE site = ?", site.value()))
                .isEqualTo(UNITS - 1);
    }

    private List<Boolean> commitAll(List<Unit> units) {
        return begin(units).stream().map(CompletableFuture::join).toList();
    }

    private List<CompletableFuture<Boolean>> begin(List<Unit> units) {
        return units.stream()
                .map(unit -> commit.commit(unit).subscribeAsCompletionStage().toCompletableFuture())
                .toList();
    }

    private static Unit unit(SiteId site, String key, String part) {
        var id = MessageId.mint(Instant.now());
        var claim = new Unit.Claim(new IdempotencyKey(key), new Remembered(new byte[] {1}, List.of(id)));
        return new Unit(
                site,
                List.of(id),
                List.of(new SealedBlob(new BlobId(site, id, part), new byte[] {1})),
                List.of(new OutgoingEvent(
                        id.value(),
                        Topic.MAIL_ORDERS.topicName(),
                        id.text(),
                        "test.unit.v1",
                        site.value(),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        null)),
                Optional.of(claim),
                false);
    }
}
