package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.log.TestRows;
import io.asteris.log.body.BodyStore;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.search.Filter;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How a file of many pages is made: in order, by several at once, and no faster than it is taken. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ExporterTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration STILL = Duration.ofMillis(500);
    private static final int ROWS = 12_000;

    /** One that is written, one that waits, and one that is taken apart for the pieces made ahead. */
    private static final int MOST_READ = 3 * 2_000;

    private static final int BEGUN = 8;
    private static final int ROWS_OF_A_PIECE = 200;

    /** Each is a piece of its own. */
    private static final int OCTETS_OF_A_BODY = 100_000;

    /** Three in clear, four as they lie packed. */
    private static final long ROOM = 450_000;

    private static final int LONG_BODIES = 40;

    @Inject
    Exporter exporter;

    @Inject
    EntryStore entries;

    @Inject
    BodyStore bodies;

    @Inject
    TestRows rows;

    TestSites sites;
    Sql sql;

    @Test
    void rowsOfManyPagesComeInTheirOrderEachOnceAndTheProofCoversThem() throws NoSuchAlgorithmException {
        // Given
        Order order = order(site(ROWS));
        var proof = new Proof("");

        // When
        List<byte[]> pieces =
                exporter.file(order, proof).collect().asList().await().atMost(BOUND);

        // Then
        List<UUID> ids = ids(pieces);
        assertThat(ids).hasSize(ROWS).doesNotHaveDuplicates().isSorted();
        assertThat(proof.summary().rows()).isEqualTo(ROWS);
        var digest = MessageDigest.getInstance("SHA-256");
        pieces.forEach(digest::update);
        assertThat(proof.summary().sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeLessThan(100_000));
    }

    @Test
    void whoTakesNothingMoreStopsTheReadingAndGetsTheRestLater() {
        // Given
        Order order = order(site(ROWS));
        var proof = new Proof("");

        // When
        AssertSubscriber<byte[]> reader =
                exporter.file(order, proof).subscribe().withSubscriber(AssertSubscriber.create(1));

        // Then
        reader.awaitItems(1, BOUND);
        await().atMost(BOUND)
                .during(STILL)
                .untilAsserted(() -> assertThat(proof.summary().rows()).isBetween(1L, (long) MOST_READ));
        reader.request(Long.MAX_VALUE).awaitCompletion(BOUND);
        assertThat(ids(reader.getItems())).hasSize(ROWS).isSorted();
    }

    @Test
    void withEachPieceThatIsTakenAnotherIsBegun() {
        // Given
        var opened = new AtomicInteger();
        var order = new Order(site(ROWS), Filter.ALL, new NdjsonForm(), counting(opened), false, "key");

        // When
        AssertSubscriber<byte[]> reader =
                exporter.file(order, new Proof("")).subscribe().withSubscriber(AssertSubscriber.create(1));

        // Then
        for (int taken = 1; taken < 5; taken++) {
            int begun = BEGUN + taken - 1;
            reader.awaitItems(taken, BOUND);
            await().atMost(BOUND).untilAsserted(() -> assertThat(opened).hasValue(begun * ROWS_OF_A_PIECE));
            reader.request(1);
        }
        reader.cancel();
    }

    @Test
    void whoGoesAwayEndsTheReading() {
        // Given
        Order order = order(site(ROWS));
        var proof = new Proof("");
        var reader = new CompletableFuture<Flow.Subscription>();
        var taken = new AtomicInteger();

        // When
        exporter.file(order, proof)
                .subscribe()
                .with(
                        subscription -> {
                            reader.complete(subscription);
                            subscription.request(Long.MAX_VALUE);
                        },
                        piece -> {
                            taken.incrementAndGet();
                            reader.join().cancel();
                        },
                        failure -> {},
                        () -> {});

        // Then
        await().atMost(BOUND).untilAsserted(() -> assertThat(taken).hasPositiveValue());
        await().during(STILL)
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(proof.summary().rows()).isLessThanOrEqualTo(MOST_READ));
        assertThat(taken).hasValue(1);
    }

    @Test
    void ofLongBodiesNoMoreAreReadAndOpenedThanThereIsRoomFor() {
        // Given
        SiteId site = site(LONG_BODIES);
        var random = new Random(7);
        rows.bodies(sql, site, () -> incompressible(random));
        ExportConfig bound = roomFor(ROOM);
        var opened = new AtomicInteger();
        var order = new Order(site, Filter.ALL, new NdjsonForm(), counting(opened), true, "key");
        var proof = new Proof("");

        // When
        AssertSubscriber<byte[]> reader = new Exporter(new Pages(entries, bodies, bound), bound)
                .file(order, proof)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1));

        // Then
        reader.awaitItems(1, BOUND);
        await().atMost(BOUND).during(STILL).untilAsserted(() -> {
            assertThat(opened).hasValueBetween(1, 1 + 3);
            assertThat(rows.bodiesRead(sql, site)).isBetween(1L, 3 * 4L);
        });
        reader.request(Long.MAX_VALUE).awaitCompletion(BOUND);
        assertThat(ids(reader.getItems())).hasSize(LONG_BODIES).isSorted();
        assertThat(reader.getItems()).hasSize(LONG_BODIES).allSatisfy(piece -> assertThat(piece)
                .hasSizeGreaterThan(OCTETS_OF_A_BODY));
        assertThat(rows.bodiesRead(sql, site)).isEqualTo(LONG_BODIES);
    }

    @Test
    void aBodyThatIsLongerThanAllTheRoomGoesAlone() {
        // Given
        SiteId site = site(3);
        var random = new Random(7);
        rows.bodies(sql, site, () -> incompressible(random));
        ExportConfig bound = roomFor(1);
        var order = new Order(site, Filter.ALL, new NdjsonForm(), UnaryOperator.identity(), true, "key");

        // When
        List<byte[]> pieces = new Exporter(new Pages(entries, bodies, bound), bound)
                .file(order, new Proof(""))
                .collect()
                .asList()
                .await()
                .atMost(BOUND);

        // Then
        assertThat(ids(pieces)).hasSize(3).isSorted();
    }

    private static Order order(SiteId site) {
        return new Order(site, Filter.ALL, new NdjsonForm(), UnaryOperator.identity(), false, "key");
    }

    private static ExportConfig roomFor(long octets) {
        return new ExportConfig() {
            @Override
            public MemorySize content() {
                return new MemorySize(BigInteger.valueOf(octets));
            }

            @Override
            public int atOnce() {
                return 1;
            }

            @Override
            public int atOnceOfASite() {
                return 1;
            }
        };
    }

    private static UnaryOperator<Entry> counting(AtomicInteger seen) {
        return entry -> {
            seen.incrementAndGet();
            return entry;
        };
    }

    private static String incompressible(Random random) {
        var octets = new byte[OCTETS_OF_A_BODY];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    private SiteId site(int size) {
        SiteId site = sites.create("logs:read").site();
        rows.entries(sql, site, size);
        return site;
    }

    private static List<UUID> ids(List<byte[]> pieces) {
        var file = new StringBuilder();
        pieces.forEach(piece -> file.append(new String(piece, StandardCharsets.UTF_8)));
        return file.toString()
                .lines()
                .map(line -> UUID.fromString(line.substring("{\"id\":\"".length(), "{\"id\":\"".length() + 36)))
                .toList();
    }
}
