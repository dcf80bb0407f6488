package io.asteris.log.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.log.export.Exporter.Order;
import io.asteris.log.search.Filter;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

    @Inject
    Exporter exporter;

    TestSites sites;
    Sql sql;

    @Test
    void rowsOfManyPagesComeInTheirOrderEachOnce() {
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

    private static Order order(SiteId site) {
        return new Order(site, Filter.ALL, new NdjsonForm(), UnaryOperator.identity(), false, "key");
    }

    private SiteId site(int rows) {
        SiteId site = sites.create("logs:read").site();
        sql.execute("""
                SELECT log.ensure_partition(30::smallint, now() - make_interval(days => d)) FROM generate_series(0, 10) AS d
                """);
        sql.execute("INSERT INTO log.holding VALUES (?, 30)", site.value());
        sql.execute("""
                INSERT INTO log.entry (message, retention, recorded, attention, site, status, kind, size, source, fields,
                                       sender, subject, search, facts)
                SELECT uuidv7(make_interval(mins => -i)), 30, true, false, ?, 'sent', 'send', 1, 'core', 't',
                       'shop@one.example', 'S', E's\\np@one.example', '\\x01'
                FROM generate_series(1, ?) AS i
                """, site.value(), rows);
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
