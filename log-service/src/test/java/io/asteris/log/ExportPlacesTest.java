package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** So many files are made at once, and fewer of one site; whoever comes then is asked to come back. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ExportPlacesTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int OF_A_SITE = 2;

    /** With their bodies far more than all buffers between the service and a client take. */
    private static final int ROWS = 200;

    private static final String BODY = "x".repeat(100_000);

    @Inject
    TestRows rows;

    @TestHTTPResource
    URI service;

    TestSites sites;
    Sql sql;

    @Test
    void whoComesWhenAllPlacesAreTakenIsAskedToComeBackAndNothingIsRead() throws IOException {
        // Given
        TestSite one = large();
        TestSite two = large();
        TestSite three = large();

        try (var first = begun(one);
                var second = begun(one)) {
            long read = rows.bodiesReadAtLast(sql, one.site());

            // When
            String ofTheSite = answer(one);
            String ofAll;
            try (var third = begun(two);
                    var fourth = begun(two)) {
                ofAll = answer(three);
            }

            // Then
            assertThat(ofTheSite).startsWith("HTTP/1.1 429").contains("Retry-After: 30", "too_many");
            assertThat(ofAll).startsWith("HTTP/1.1 503").contains("Retry-After: 30", "unavailable");
            assertThat(rows.bodiesRead(sql, one.site())).isEqualTo(read);
            assertThat(rows.bodiesRead(sql, three.site())).isZero();
            await().atMost(BOUND).untilAsserted(() -> assertThat(answer(three)).startsWith("HTTP/1.1 200"));
        }
        await().atMost(BOUND).untilAsserted(() -> assertThat(answer(one)).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aFileThatEndsGivesItsPlaceBackAndOneThatBreaksOffToo() throws IOException {
        // Given
        TestSite whole = key();
        rows.entries(sql, whole.site(), 3);
        TestSite damaged = key();
        rows.entries(sql, damaged.site(), 3);
        sql.execute(
                "UPDATE log.entry SET facts = '\\xff' WHERE site = ?",
                damaged.site().value());

        for (int i = 0; i <= OF_A_SITE; i++) {
            // When
            try (var client = new RawClient(service, whole, file(), "Connection: close")) {
                // Then
                assertThat(client.read(Integer.MAX_VALUE))
                        .startsWith("HTTP/1.1 200")
                        .contains("Asteris-Sha256: ");
            }
            try (var client = new RawClient(service, damaged, file())) {
                assertThat(client.read(Integer.MAX_VALUE))
                        .startsWith("HTTP/1.1 200")
                        .doesNotContain("Asteris-Sha256: ");
            }
        }
    }

    /** A file whose client takes its beginning and no more. */
    private RawClient begun(TestSite key) throws IOException {
        var client = new RawClient(service, key, file());
        assertThat(client.read(BODY.length())).startsWith("HTTP/1.1 200");
        return client;
    }

    /** The beginning of the answer to somebody who then leaves. */
    private String answer(TestSite key) throws IOException {
        try (var client = new RawClient(service, key, file(), "Connection: close")) {
            return client.read(700);
        }
    }

    private static String file() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return "/logs/export?format=csv&body=true&from=" + today.minusDays(2) + "&to=" + today;
    }

    private TestSite large() {
        TestSite key = key();
        rows.entries(sql, key.site(), ROWS);
        rows.bodies(sql, key.site(), () -> BODY);
        return key;
    }

    private TestSite key() {
        TestSite key = sites.create("logs:read", "bodies:read");
        LogApi.of(key);
        return key;
    }
}
