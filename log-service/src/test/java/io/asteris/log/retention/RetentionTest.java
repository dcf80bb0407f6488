package io.asteris.log.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Place;
import io.asteris.log.entry.Projection;
import io.asteris.log.ingest.Partitions;
import io.asteris.log.search.Filter;
import io.asteris.log.settings.LogSettings;
import io.asteris.log.settings.SettingsStore;
import io.asteris.log.settings.SiteZones;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestClock;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is hidden when, what falls, and what never does; the time is moved. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class RetentionTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    Purging purging;

    @Inject
    Periods periods;

    @Inject
    Partitions partitions;

    @Inject
    EntryStore entries;

    @Inject
    SiteZones zones;

    @Inject
    SettingsStore store;

    @Inject
    Database database;

    @Inject
    DatabaseClock clock;

    TestSites sites;
    TestClock time;
    TestServers servers;
    Sql sql;

    private final SiteId site = SiteId.mint();

    @AfterEach
    void restoreTheClock() {
        time.restore(clock);
        await().atMost(BOUND)
                .until(() -> Duration.between(clock.now(), Instant.now()).abs().toSeconds() < 60);
    }

    @Test
    void whatIsPastTheHorizonIsHiddenAtOnceAndItsDayFallsButOpenMessagesStay() {
        // Given
        settings(Retention.DAYS_7);
        MessageId old = entry(clock.now().minus(Duration.ofDays(9)), true);
        MessageId held = entry(clock.now().minus(Duration.ofDays(9)), false);
        MessageId young = entry(clock.now().minus(Duration.ofDays(2)), true);

        // When
        List<MessageId> before = seen();
        run();

        // Then
        assertThat(before).containsExactlyInAnyOrder(held, young);
        assertThat(seen()).containsExactlyInAnyOrder(held, young);
        assertThat(sql.number("SELECT count(*) FROM log.entry WHERE message = ?", old.value()))
                .isZero();
        assertThat(sql.number("SELECT retention FROM log.entry WHERE message = ?", held.value()))
                .isZero();
        assertThat(find(old)).isFalse();
        assertThat(find(held)).isTrue();
    }

    @Test
    void aParkedMessageGoesOnceItIsClosed() {
        // Given
        settings(Retention.DAYS_7);
        MessageId held = entry(clock.now().minus(Duration.ofDays(9)), false);
        run();

        // When
        sql.execute("UPDATE log.entry SET closed = true WHERE message = ?", held.value());
        List<MessageId> after = seen();
        run();

        // Then
        assertThat(after).isEmpty();
        assertThat(sql.number("SELECT count(*) FROM log.entry WHERE site = ?", site.value()))
                .isZero();
        assertThat(sql.number("SELECT count(*) FROM log.holding WHERE site = ? AND retention = 0", site.value()))
                .isZero();
    }

    @Test
    void fromThirtyDaysToSevenAndBackBeforeTheNextPurgeLosesNothing() {
        // Given
        settings(Retention.DAYS_30);
        MessageId twenty = entry(clock.now().minus(Duration.ofDays(20)), true);
        run();

        // When
        change(Retention.DAYS_7);
        run();
        List<MessageId> meanwhile = seen();
        long moved = sql.number("SELECT retention FROM log.entry WHERE message = ?", twenty.value());
        change(Retention.DAYS_30);
        run();

        // Then
        assertThat(meanwhile).containsExactly(twenty);
        assertThat(moved).isEqualTo(7);
        assertThat(seen()).containsExactly(twenty);
        assertThat(sql.number("SELECT retention FROM log.entry WHERE message = ?", twenty.value()))
                .isEqualTo(30);
    }

    @Test
    void aShorterRetentionHoldsFromTheNextPurgeAndALongerOneBringsNothingBack() {
        // Given
        settings(Retention.DAYS_30);
        MessageId twenty = entry(clock.now().minus(Duration.ofDays(20)), true);
        MessageId three = entry(clock.now().minus(Duration.ofDays(3)), true);
        change(Retention.DAYS_7);

        // When
        moveTo(clock.now().plus(Duration.ofDays(1)));
        List<MessageId> hidden = seen();
        run();
        change(Retention.DAYS_30);
        run();

        // Then
        assertThat(hidden).containsExactly(three);
        assertThat(seen()).containsExactly(three);
        assertThat(sql.number("SELECT count(*) FROM log.entry WHERE message = ?", twenty.value()))
                .isZero();
        assertThat(sql.number("SELECT retention FROM log.entry WHERE message = ?", three.value()))
                .isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Helsinki,2027-03-28,02:59,04:01",
        "Europe/Athens,2027-03-28,02:59,04:01",
        "Europe/Kyiv,2027-03-28,02:59,04:01",
        "Europe/Helsinki,2027-10-31,02:59,03:01",
        "Europe/Athens,2027-10-31,02:59,03:01",
        "Europe/Kyiv,2027-10-31,02:59,03:01"
    })
    void aDayWithAClockChangeIsPurgedOnce(String zone, LocalDate day, LocalTime before, LocalTime after) {
        // Given
        ZoneId id = ZoneId.of(zone);
        inZone(zone);
        settings(Retention.DAYS_7);
        moveTo(ZonedDateTime.of(day, before, id).toInstant());
        run();
        MessageId passing =
                entry(ZonedDateTime.of(day.minusDays(7), LocalTime.of(2, 0), id).toInstant(), true);
        List<MessageId> yet = seen();

        // When
        var runs = new ArrayList<Boolean>();
        Instant three = ZonedDateTime.of(day, after, id).toInstant();
        for (int hours : new int[] {0, 1, 2, 12}) {
            moveTo(three.plus(Duration.ofHours(hours)));
            runs.add(run().contains(site));
        }

        // Then
        assertThat(yet).containsExactly(passing);
        assertThat(runs).startsWith(true).containsOnlyOnce(true);
        assertThat(seen()).isEmpty();
        assertThat(sql.number("SELECT hidden FROM log.purged WHERE site = ? AND day = ?", site.value(), day))
                .isEqualTo(1);
    }

    @Test
    void aPeriodThatSomebodyReadsFallsLaterAndHoldsUpNobodyMeanwhile() throws SQLException {
        // Given
        settings(Retention.DAYS_7);
        entry(clock.now().minus(Duration.ofDays(9)), true);
        MessageId young = entry(clock.now().minus(Duration.ofDays(2)), true);
        String partition = (String) sql.rows(
                        "SELECT tableoid::regclass::text AS name FROM log.entry WHERE site = ? ORDER BY message LIMIT 1",
                        site.value())
                .getFirst()
                .get("name");
        CompletableFuture<Integer> dropped;
        try (Connection reader = DriverManager.getConnection("jdbc:" + servers.databaseUrl(), "postgres", "");
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM " + partition).close();

            // When
            dropped = purging.run().chain(() -> periods.drop()).subscribeAsCompletionStage();
            for (int i = 0; i < 10; i++) {
                assertThat(seen()).containsExactly(young);
                entry(clock.now(), true);
                sql.execute("DELETE FROM log.entry WHERE site = ? AND message > ?", site.value(), young.value());
            }
            assertThat(dropped).isNotDone();
            reader.rollback();
        }

        // Then
        await().atMost(BOUND).until(dropped::isDone);
        assertThat(sql.number("SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)", partition))
                .isZero();
    }

    @Test
    void purgesOfASiteThatRunAtOnceMoveItsEntriesAndNoneFails() {
        // Given
        settings(Retention.DAYS_30);
        entry(clock.now(), true);
        sql.execute("""
                INSERT INTO log.entry (message, retention, recorded, attention, site, status, kind, size, source, fields, facts,
                                       closed)
                SELECT uuidv7(make_interval(secs => -0.001 * i)), 30, true, false, ?, 'sent', 'send', 1, 'core', 't', '\\x01', true
                FROM generate_series(1, 1500) AS i
                """, site.value());
        sql.execute("UPDATE log.settings SET retention = 60 WHERE site = ?", site.value());

        // When
        Uni.join()
                .all(purging.run(), purging.run(), purging.run())
                .andFailFast()
                .await()
                .atMost(BOUND);

        // Then
        assertThat(sql.number("SELECT count(*) FROM log.entry WHERE site = ? AND retention = 60", site.value()))
                .isEqualTo(1_501);
    }

    @Test
    void aDictionaryGoesWithTheLastMessageThatMayNeedIt() {
        // Given
        settings(Retention.DAYS_7);
        MessageId held = entry(clock.now().minus(Duration.ofDays(9)), false);
        entry(clock.now(), true);
        dictionary(1, Duration.ofDays(30));
        dictionary(2, Duration.ofDays(9));
        dictionary(3, Duration.ofDays(2));

        // When
        run();
        List<Object> whileAHeldOneIsThere = dictionaries();
        sql.execute("UPDATE log.entry SET closed = true WHERE message = ?", held.value());
        run();

        // Then
        assertThat(whileAHeldOneIsThere).containsExactly(2, 3);
        assertThat(dictionaries()).containsExactly(3);
    }

    private void dictionary(int number, Duration age) {
        sql.execute(
                "INSERT INTO log.dictionary VALUES (?, ?, ?, '', asteris.asteris_now() - make_interval(days => ?))",
                site.value(),
                number,
                UUID.randomUUID(),
                (int) age.toDays());
    }

    private List<Object> dictionaries() {
        return sql.rows("SELECT number FROM log.dictionary WHERE site = ? ORDER BY number", site.value()).stream()
                .map(row -> Objects.requireNonNull(row.get("number")))
                .toList();
    }

    private List<SiteId> run() {
        return purging.run().await().atMost(BOUND);
    }

    private List<MessageId> seen() {
        return entries.read(site, Filter.ALL, Projection.ID, Place.NEWEST, 100, Patience.SEARCH)
                .await()
                .atMost(BOUND);
    }

    private boolean find(MessageId message) {
        return entries.find(site, message).await().atMost(BOUND).isPresent();
    }

    /** As if it had been set long ago. */
    private void settings(Retention retention) {
        sql.execute("INSERT INTO log.settings VALUES (?, true, true, true, false, ?, 'epoch')", site.value(), (short)
                retention.days());
    }

    private void change(Retention retention) {
        var wanted = new LogSettings(true, true, true, false, retention);
        database.inSite(site, connection -> store.put(connection, site, wanted))
                .await()
                .atMost(BOUND);
    }

    private void inZone(String zone) {
        sites.publish(new SiteChanged(
                site, "A site", SiteChanged.State.ACTIVE, zone, List.of(), null, false, null, List.of(), null));
        await().atMost(BOUND).until(() -> zones.of(site).getId().equals(zone));
    }

    private void moveTo(Instant moment) {
        time.set(Duration.between(Instant.now(), moment));
        await().atMost(BOUND)
                .until(() -> Duration.between(clock.now(), moment).abs().toSeconds() < 60);
    }

    private MessageId entry(Instant at, boolean closed) {
        var message = new MessageId(MessageId.mint(at).value());
        var retention = (short) sql.number("SELECT retention FROM log.settings WHERE site = ?", site.value());
        partitions
                .ensure(Retention.ofDays(retention), List.<UUID>of(message.value()))
                .await()
                .atMost(BOUND);
        sql.execute("INSERT INTO log.holding VALUES (?, ?) ON CONFLICT DO NOTHING", site.value(), retention);
        sql.execute("""
                INSERT INTO log.entry (message, retention, recorded, attention, site, status, kind, size, source, fields, facts,
                                       closed)
                VALUES (?, ?, true, ?, ?, ?, 'send', 1, 'core', 't', '\\x01', ?)
                """, message.value(), retention, !closed, site.value(), closed ? "sent" : "held", closed);
        return message;
    }
}
