package io.asteris.platform.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.crypto.MasterKeys;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Plan;
import io.asteris.testing.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class PostgresContentStoreTest {
    private static final String CANARY = "canary-7f3a-at-example.org";
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);

    @Inject
    ContentStore store;

    @Inject
    ContentSealer sealer;

    @Inject
    Database database;

    @Inject
    DatabaseClock clock;

    @Inject
    DataKeys keys;

    @Inject
    ContentPartitions partitions;

    Sql sql;

    private final SiteId shop = SiteId.mint();
    private final SiteId club = SiteId.mint();

    @BeforeEach
    void someDaysLongAgo() {
        sql.execute("SELECT content.ensure_partitions(?, 3)", Date.valueOf(LONG_AGO));
    }

    @Test
    void givesBackWhatWasPutForAllSitesAndDaysAtOnce() {
        // Given
        BlobId today = put(shop, mint(), "envelope", "to: you");
        BlobId body = put(shop, today.message(), "body", CANARY.repeat(100));
        BlobId tomorrow = put(club, MessageId.mint(clock.now().plus(Duration.ofDays(1))), "body", "theirs");
        BlobId missing = new BlobId(shop, mint(), "body");
        // When
        List<StoredBlob> found = wait(store.get(List.of(today, body, tomorrow, missing)));
        // Then
        assertThat(found)
                .extracting(StoredBlob::id, blob -> new String(blob.content(), UTF_8))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(today, "to: you"),
                        org.assertj.core.groups.Tuple.tuple(body, CANARY.repeat(100)),
                        org.assertj.core.groups.Tuple.tuple(tomorrow, "theirs"));
    }

    @Test
    void givesBackALargeAttachment() {
        // Given
        byte[] picture = new byte[5_000_000];
        new Random(1).nextBytes(picture);
        var id = new BlobId(shop, mint(), "attachment/1");
        wait(sealer.of(shop).chain(site -> put(site.seal(id.message(), id.part(), picture))));
        // When
        List<StoredBlob> found = wait(store.get(List.of(id)));
        // Then
        assertThat(found).singleElement().satisfies(blob -> assertThat(blob.content())
                .isEqualTo(picture));
    }

    @Test
    void theTableHoldsNothingInClear() {
        // When
        BlobId compressed = put(shop, mint(), "body", CANARY.repeat(100));
        put(shop, compressed.message(), "envelope", CANARY);
        // Then
        assertThat(sql.number(
                        "SELECT count(*) FROM content.blob WHERE message = ? AND position(?::bytea IN sealed) > 0",
                        compressed.message().value(),
                        CANARY.getBytes(UTF_8)))
                .isZero();
        assertThat(sql.number(
                        "SELECT count(*) FROM content.blob WHERE message = ?",
                        compressed.message().value()))
                .isEqualTo(2);
    }

    @Test
    void aRepeatedPutChangesNothing() {
        // Given
        BlobId id = put(shop, mint(), "body", "first");
        // When
        put(shop, id.message(), "body", "second");
        // Then
        assertThat(text(id)).containsExactly("first");
    }

    @Test
    void whatARolledBackTransactionPutIsNotThere() {
        // Given
        var id = new BlobId(shop, mint(), "body");
        SealedBlob sealed = wait(sealer.of(shop)).seal(id.message(), "body", "half".getBytes(UTF_8));
        // When
        assertThatThrownBy(() -> wait(database.asWorker(connection -> store.put(connection, List.of(sealed))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("stop"))))))
                .hasMessage("stop");
        // Then
        assertThat(text(id)).isEmpty();
    }

    @Test
    void aSitesTransactionNeitherReadsPutsNorDeletesForAnother() {
        // Given
        BlobId theirs = put(club, mint(), "body", "theirs");
        SealedBlob forged = wait(sealer.of(club)).seal(mint(), "body", "forged".getBytes(UTF_8));
        // When
        List<StoredBlob> seen = wait(database.inSite(shop, connection -> store.get(connection, List.of(theirs))));
        wait(database.inSite(shop, connection -> store.delete(connection, List.of(theirs.message()))));
        // Then
        assertThat(seen).isEmpty();
        assertThat(text(theirs)).containsExactly("theirs");
        assertThatThrownBy(() -> wait(database.inSite(shop, connection -> store.put(connection, List.of(forged)))))
                .isInstanceOf(PgException.class);
        List<StoredBlob> own = wait(database.inSite(club, connection -> store.get(connection, List.of(theirs))));
        assertThat(own).hasSize(1);
    }

    @Test
    void askingWithTheWrongSiteFindsNothing() {
        // Given
        BlobId theirs = put(club, mint(), "body", "theirs");
        // When, Then
        assertThat(text(new BlobId(shop, theirs.message(), "body"))).isEmpty();
    }

    @Test
    void aBlobThatWasMovedInTheTableDoesNotOpen() {
        // Given
        BlobId id = put(shop, mint(), "body", "ours");
        MessageId elsewhere = mint();
        // When
        sql.execute(
                "UPDATE content.blob SET message = ? WHERE message = ?",
                elsewhere.value(),
                id.message().value());
        // Then
        assertThatThrownBy(() -> wait(store.get(List.of(new BlobId(shop, elsewhere, "body")))))
                .isInstanceOf(UnopenableSecretException.class);
    }

    @Test
    void deleteTakesAllPartsOfTheseMessagesAndNoOthers() {
        // Given
        BlobId gone = put(shop, mint(), "envelope", "a");
        BlobId goneToo = put(shop, gone.message(), "body", "b");
        BlobId stays = put(shop, mint(), "body", "c");
        // When
        wait(store.delete(List.of(gone.message(), mint())));
        // Then
        assertThat(wait(store.get(List.of(gone, goneToo, stays))))
                .extracting(StoredBlob::id)
                .containsExactly(stays);
    }

    @Test
    void expireDropsTheDaysThatWereOverAndKeepsTheRest() {
        // Given
        BlobId old = put(shop, at(LONG_AGO), "body", "old");
        BlobId same = put(shop, at(LONG_AGO.plusDays(2)), "body", "same day");
        BlobId today = put(shop, mint(), "body", "today");
        // When
        wait(store.expire(Instant.parse("2020-01-03T23:00:00Z")));
        // Then
        assertThat(wait(store.get(List.of(old, same, today))))
                .extracting(StoredBlob::id)
                .containsExactlyInAnyOrder(same, today);
        assertThat(sql.rows("SELECT to_regclass('content.blob_20200102')::text AS name")
                        .getFirst())
                .containsEntry("name", null);
    }

    @Test
    void maintenanceDropsWhatIsOlderThanMaxAgeAndKeepTogetherAndMakesTheDaysToCome() {
        // Given
        BlobId old = put(shop, at(LONG_AGO), "body", "old");
        BlobId today = put(shop, mint(), "body", "today");
        // When
        wait(partitions.maintain());
        // Then
        assertThat(wait(store.get(List.of(old, today))))
                .extracting(StoredBlob::id)
                .containsExactly(today);
        put(shop, MessageId.mint(clock.now().plus(Duration.ofDays(6))), "body", "next week");
    }

    @Test
    void expireWaitsForAStatementThatReadsTheDayAndTriesAgain() {
        // Given
        put(shop, at(LONG_AGO), "body", "old");
        // When somebody reads for longer than the drop waits for its lock
        CompletionStage<Long> read = database.asWorker(connection -> connection
                        .query("SELECT count(*), pg_sleep(3) FROM content.blob WHERE day = '2020-01-01'")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0)))
                .subscribeAsCompletionStage();
        wait(store.expire(Instant.parse("2020-01-02T00:00:00Z")));
        // Then
        assertThat(read).succeedsWithin(BOUND).isEqualTo(1L);
        assertThat(sql.rows("SELECT to_regclass('content.blob_20200101')::text AS name")
                        .getFirst())
                .containsEntry("name", null);
    }

    @Test
    void readingTouchesOnlyThePartitionsOfTheDaysAskedFor() {
        // Given
        LocalDate day = new BlobId(shop, mint(), "body").day();
        // When
        String plan = wait(Plan.of(
                database.workers(),
                PostgresContentStore.GET,
                Tuple.of(
                        new LocalDate[] {day},
                        new UUID[] {mint().value()},
                        new String[] {"body"},
                        new String[] {shop.value()},
                        day,
                        day)));
        // Then
        assertThat(plan)
                .contains("blob_" + day.toString().replace("-", ""))
                .doesNotContain("blob_" + day.plusDays(1).toString().replace("-", ""))
                .doesNotContain("blob_2020");
    }

    @Test
    void aDestroyedDataKeyTakesTheContentWithItAndIsNotMadeAgain() {
        // Given
        BlobId id = put(shop, mint(), "body", "gone with the site");
        // When
        wait(database.asWorker(connection -> sealer.destroy(connection, shop)));
        // Then
        assertThat(text(id)).isEmpty();
        assertThatThrownBy(() -> wait(sealer.of(shop))).isInstanceOf(DataKeyDestroyedException.class);
        assertThat(sql.rows("SELECT wrapped FROM content.data_key WHERE site = ?", shop.value())
                        .getFirst())
                .containsEntry("wrapped", null);
    }

    @Test
    void anotherInstanceForgetsADestroyedKeyWithinAMinute() {
        // Given
        BlobId id = put(shop, mint(), "body", "soon gone");
        var nanos = new AtomicLong();
        var elsewhere = new ContentSealer(database, keys, nanos::get);
        assertThat(wait(elsewhere.existing(shop))).isPresent();
        wait(database.asWorker(connection -> sealer.destroy(connection, id.site())));
        // When
        nanos.addAndGet(ContentSealer.CACHED.toNanos());
        // Then
        assertThat(wait(elsewhere.existing(shop))).isEmpty();
    }

    @Test
    void instancesThatMakeAKeyAtOnceGetTheSame() {
        // Given two instances with caches of their own
        var one = new ContentSealer(database, keys, System::nanoTime);
        var other = new ContentSealer(database, keys, System::nanoTime);
        // When
        List<SiteSealer> sealers =
                wait(Uni.join().all(one.of(shop), other.of(shop)).andFailFast());
        // Then
        SealedBlob sealed = sealers.getFirst().seal(mint(), "body", "same".getBytes(UTF_8));
        assertThat(sealers.getLast().open(sealed).content()).asString(UTF_8).isEqualTo("same");
    }

    @Test
    void aNewMasterKeyOpensTheOldOnesDataKeyAndWrapsItAgain() {
        // Given
        BlobId id = put(shop, mint(), "body", "sealed before");
        String next = Base64.getEncoder().encodeToString("the next master key, 32 octets..".getBytes(UTF_8));
        // When
        var rotated = new DataKeys(
                database, new DataKeyWrap(MasterKeys.parse("next:" + next + ",1:" + AsterisTestResource.MASTER_KEY)));
        var opener = new SiteSealer(
                shop, wait(rotated.find(database.workers(), shop)).orElseThrow());
        // Then
        byte[] sealed = (byte[]) sql.rows(
                        "SELECT sealed FROM content.blob WHERE message = ?",
                        id.message().value())
                .getFirst()
                .get("sealed");
        assertThat(opener.open(new SealedBlob(id, Objects.requireNonNull(sealed)))
                        .content())
                .asString(UTF_8)
                .isEqualTo("sealed before");
        assertThat(sql.rows("SELECT kid FROM content.data_key WHERE site = ?", shop.value())
                        .getFirst())
                .containsEntry("kid", "next");
    }

    private MessageId mint() {
        return MessageId.mint(clock.now());
    }

    private static MessageId at(LocalDate day) {
        return MessageId.mint(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    private BlobId put(SiteId site, MessageId message, String part, String text) {
        wait(sealer.of(site).chain(found -> put(found.seal(message, part, text.getBytes(UTF_8)))));
        return new BlobId(site, message, part);
    }

    private Uni<Void> put(SealedBlob blob) {
        return database.asWorker(connection -> store.put(connection, List.of(blob)));
    }

    private List<String> text(BlobId id) {
        return wait(store.get(List.of(id))).stream()
                .map(blob -> new String(blob.content(), UTF_8))
                .toList();
    }

    private static <T> T wait(Uni<T> work) {
        return work.await().atMost(BOUND);
    }
}
