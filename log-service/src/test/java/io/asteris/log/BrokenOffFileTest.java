package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that end before they are whole: because who reads one leaves, which is nothing to complain of, or because it cannot be made. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class BrokenOffFileTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration STILL = Duration.ofMillis(500);

    /** With their bodies far more than all buffers between the service and a client take. */
    private static final int ROWS = 400;

    private static final String BODY = "x".repeat(100_000);

    @Inject
    TestRows rows;

    @TestHTTPResource
    URI service;

    TestSites sites;
    TestServers servers;
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
    void whoLeavesWhilePiecesAreSentEndsTheReadingAndNothingIsLogged() throws IOException {
        // Given
        TestSite key = site();

        // When
        try (var client = asking(key)) {
            assertThat(client.read(4 * BODY.length()))
                    .startsWith("HTTP/1.1 200")
                    .contains(BODY);
        }

        // Then
        assertThat(rows.bodiesReadAtLast(sql, key.site())).isLessThan(ROWS);
        assertThat(records.complaints()).isEmpty();
    }

    @Test
    void whoLeavesWithoutTakingWhatIsSentEndsTheReadingAndNothingIsLogged() throws IOException {
        // Given
        TestSite key = site();
        long read;

        // When
        try (var client = asking(key)) {
            assertThat(client.read(BODY.length())).startsWith("HTTP/1.1 200");
            read = rows.bodiesReadAtLast(sql, key.site());
        }

        // Then
        assertThat(rows.bodiesReadAtLast(sql, key.site())).isEqualTo(read).isLessThan(ROWS);
        assertThat(records.complaints()).isEmpty();
    }

    @Test
    void whoLeavesWhileAPageIsReadEndsTheReadingAndNothingIsLogged() throws Exception {
        // Given
        TestSite key = site();
        String beginning;
        try (Connection other = DriverManager.getConnection("jdbc:" + servers.databaseUrl(), "postgres", "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE log.entry IN ACCESS EXCLUSIVE MODE");

            // When
            try (var client = asking(key)) {
                beginning = client.read("HTTP/1.1 200".length());
            }
            await().during(STILL).atMost(BOUND).untilAsserted(() -> assertThat(records.complaints())
                    .isEmpty());
            other.rollback();
        }

        // Then
        assertThat(beginning).startsWith("HTTP/1.1 200");
        await().during(STILL).atMost(BOUND).untilAsserted(() -> assertThat(rows.bodiesRead(sql, key.site()))
                .isZero());
        assertThat(records.complaints()).isEmpty();
    }

    @Test
    void aFileThatCannotBeMadeWholeIsCutAndTheLogSaysWhy() throws IOException {
        // Given
        TestSite key = key();
        damaged(key.site());

        // When
        String file;
        try (var client = asking(key)) {
            file = client.read(Integer.MAX_VALUE);
        }

        // Then
        assertThat(file).startsWith("HTTP/1.1 200").contains("id,created_at").doesNotContain("Asteris-Sha256: ");
        assertThat(records.complaints()).singleElement().asString().contains("could not be sent to its end");
    }

    @Test
    void aFileThatFailsBeforeItsFirstPieceIsAProblem() {
        // Given
        TestSite key = key();
        damaged(key.site());

        // When
        Response answer = LogApi.of(key)
                .get(
                        "/logs/export",
                        Map.of("format", "ndjson", "from", today().minusDays(2).toString(), "to", today().toString()));

        // Then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("Content-Disposition")).isNull();
    }

    private TestSite key() {
        TestSite key = sites.create("logs:read", "bodies:read");
        LogApi.of(key);
        return key;
    }

    private void damaged(SiteId site) {
        rows.entries(sql, site, 3);
        sql.execute("UPDATE log.entry SET facts = '\\xff' WHERE site = ?", site.value());
    }

    private TestSite site() {
        TestSite key = key();
        rows.entries(sql, key.site(), ROWS);
        rows.bodies(sql, key.site(), () -> BODY);
        return key;
    }

    private RawClient asking(TestSite key) throws IOException {
        return new RawClient(
                service, key, "/logs/export?format=csv&body=true&from=" + today().minusDays(2) + "&to=" + today());
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
