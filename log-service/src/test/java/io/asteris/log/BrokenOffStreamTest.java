package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event streams that end early: because who watches leaves, which is nothing to complain of, or because they cannot go on. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class BrokenOffStreamTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    /** In as many rows far more than all buffers between the service and a client take. */
    private static final int ROWS = 400;

    private static final int LONG = 50_000;

    @Inject
    TestRows rows;

    @TestHTTPResource
    URI service;

    TestSites sites;
    Sql sql;

    private Records records;

    @BeforeEach
    void listen() {
        records = Records.of("io.asteris.log.stream");
    }

    @AfterEach
    void stopListening() {
        records.close();
    }

    @Test
    void whoLeavesTheTailWithoutTakingWhatIsSentEndsItAndNothingIsLogged() throws IOException {
        // Given
        TestSite key = key();
        rows.entries(sql, key.site(), ROWS);
        sql.execute(
                "UPDATE log.entry SET subject = repeat('x', ?) WHERE site = ?",
                LONG,
                key.site().value());

        // When
        try (var client = new RawClient(service, key, "/logs/stream", "Last-Event-ID: " + beforeAll())) {
            assertThat(client.read(2 * LONG)).contains("x".repeat(LONG));
        }

        // Then
        assertLeftInPeace();
    }

    @Test
    void whoLeavesTheTailWhileNothingComesEndsItAndNothingIsLogged() throws IOException {
        // Given
        TestSite key = key();

        // When
        try (var client = new RawClient(service, key, "/logs/stream")) {
            assertThat(client.read("HTTP/1.1 200".length())).isEqualTo("HTTP/1.1 200");
        }

        // Then
        assertLeftInPeace();
    }

    @Test
    void whoLeavesAJobsEventsWithoutTakingWhatIsSentEndsThemAndNothingIsLogged() throws IOException {
        // Given
        TestSite key = key();
        UUID job = jobWithLongFailures(key.site());

        // When
        try (var client = new RawClient(service, key, "/jobs/" + job + "/events")) {
            assertThat(client.read(2 * LONG)).contains("x".repeat(LONG));
        }

        // Then
        assertLeftInPeace();
    }

    @Test
    void aTailThatCannotGoOnIsCutAndTheLogSaysWhy() throws IOException {
        // Given
        TestSite key = key();
        rows.entries(sql, key.site(), 1);
        sql.execute(
                "UPDATE log.entry SET facts = '\\xff' WHERE site = ?",
                key.site().value());

        // When
        String events;
        try (var client = new RawClient(service, key, "/logs/stream", "Last-Event-ID: " + beforeAll())) {
            events = client.read(Integer.MAX_VALUE);
        }

        // Then
        assertThat(events).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
        assertThat(records.complaints()).singleElement().asString().contains("could not be sent to its end");
    }

    private void assertLeftInPeace() {
        await().atMost(BOUND)
                .until(() ->
                        records.say("A client left") || !records.complaints().isEmpty());
        assertThat(records.complaints()).isEmpty();
    }

    private TestSite key() {
        TestSite key = sites.create("logs:read");
        LogApi.of(key);
        return key;
    }

    /** A place in the tail that all made-up rows are behind. */
    private static String beforeAll() {
        Instant then = Instant.now().minus(Duration.ofDays(2));
        return MessageId.mint(then).text() + "." + then.toEpochMilli();
    }

    /** It goes on for ever, because nobody works on it. */
    private UUID jobWithLongFailures(SiteId site) {
        UUID job = MessageId.mint(Instant.now()).value();
        sql.execute("""
                INSERT INTO log.job (id, site, kind, by_key, total, due_at)
                VALUES (?, ?, 'resend', 'k', ?, now() + interval '1 day')
                """, job, site.value(), ROWS);
        sql.execute("""
                INSERT INTO log.job_item (job, position, site, message, state, error)
                SELECT ?, i, ?, uuidv7(), 'failed', repeat('x', ?) FROM generate_series(1, ?) AS i
                """, job, site.value(), LONG, ROWS);
        return job;
    }
}
