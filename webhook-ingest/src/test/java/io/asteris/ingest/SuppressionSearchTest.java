package io.asteris.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looking for a part of an address in a list that is longer than what is walked through. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class SuppressionSearchTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int LONG = 6_000;

    TestSites sites;
    Sql sql;

    @AfterEach
    void clearTheListOfAll() {
        sql.execute("DELETE FROM ingest.suppression WHERE site = '*' AND canonical LIKE '%@all.example'");
    }

    @Test
    void whatStandsBehindTheNewestIsFoundByTheIndexPageByPage() {
        // Given
        IngestApi site = withALongList();
        List<String> old = List.of("old1@past.example", "old2@past.example", "old3@past.example");
        old.forEach(address -> add(site.site().value(), address, address, old.indexOf(address)));
        long scans = scans();

        // When
        List<String> found = pages(site, "/suppressions?limit=2&q=PAST.ex");

        // Then
        assertThat(found).isEqualTo(old);
        assertThat(count(site, "past.ex")).isEqualTo(3);
        await().atMost(BOUND).untilAsserted(() -> assertThat(scans()).isGreaterThan(scans));
    }

    @Test
    void aPartThatIsTooShortForTheIndexIsFoundInTheWholeList() {
        IngestApi site = withALongList();
        add(site.site().value(), "zz@past.example", "zz@past.example", 1);

        assertThat(emails(site.get("/suppressions?q=zz"))).containsExactly("zz@past.example");
        assertThat(count(site, "zz")).isEqualTo(1);
    }

    @Test
    void whatIsCommonIsFoundAmongTheNewestAndCountedAsFarAsAnybodyWants() {
        IngestApi site = withALongList();

        assertThat(emails(site.get("/suppressions?limit=2&q=now.example")))
                .containsExactly("reader1@now.example", "reader2@now.example");
        assertThat(count(site, "now.example")).isEqualTo(1_001);
        assertThat(count(site, "reader599")).isEqualTo(11);
    }

    @Test
    void aSearchSeesItsOwnListAndThatOfAllAndNothingThatHasExpired() {
        // Given
        IngestApi site = withALongList();
        IngestApi other = IngestApi.ofNewSite(sites);
        String part = "who" + site.site().value();
        add(site.site().value(), part + "@own.example", part + "@own.example", 1);
        add("*", part + "@all.example", part + "@all.example", 2);
        add(other.site().value(), part + "@foreign.example", part + "@foreign.example", 3);
        add(site.site().value(), part + "@over.example", part + "@over.example", 4);
        sql.execute(
                "UPDATE ingest.suppression SET expires_at = now() - interval '1 minute' WHERE canonical = ?",
                part + "@over.example");

        // When
        List<String> found = emails(site.get("/suppressions?q=" + part));

        // Then
        assertThat(found).containsExactly(part + "@own.example", part + "@all.example");
        assertThat(count(site, part)).isEqualTo(2);
    }

    @Test
    void everyCharacterMeansItselfAndBothSpellingsOfAnAddressAreFound() {
        IngestApi site = withALongList();
        String scope = site.site().value();
        add(scope, "käthe@xn--bcher-kva.example", "käthe@bücher.example", 1);
        add(scope, "100%@one.example", "100%@one.example", 2);
        add(scope, "a_b@one.example", "a_b@one.example", 3);
        add(scope, "a\\b@one.example", "a\\b@one.example", 4);

        for (String part : List.of("k%C3%A4the", "xn--bcher", "b%C3%BCcher", "100%25", "a_b", "a%5Cb")) {
            assertThat(emails(site.get("/suppressions?q=" + part))).as(part).hasSize(1);
        }
        // The last two stand in no address, only where its two spellings meet.
        for (String part : List.of("axb", "a%25b", "kva.example%20k", "example%20k%C3%A4")) {
            assertThat(emails(site.get("/suppressions?q=" + part))).as(part).isEmpty();
        }
    }

    private IngestApi withALongList() {
        IngestApi site = IngestApi.ofNewSite(sites);
        sql.execute("""
                INSERT INTO ingest.suppression (site, canonical, email, reason, created_at)
                SELECT ?, a, a, 'manual', now() - make_interval(secs => i)
                FROM generate_series(1, ?) AS i, LATERAL (VALUES ('reader' || i || '@now.example')) AS row (a)
                """, site.site().value(), LONG);
        sql.execute("ANALYZE ingest.suppression");
        return site;
    }

    /** An address that is older than all of the long list, in its place among those. */
    private void add(String scope, String canonical, String email, int place) {
        sql.execute("""
                INSERT INTO ingest.suppression (site, canonical, email, reason, created_at)
                VALUES (?, ?, ?, 'manual', now() - make_interval(days => 1 + ?))
                """, scope, canonical, email, place);
    }

    private long scans() {
        return sql.number("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'suppression_search'");
    }

    private static int count(IngestApi site, String part) {
        return site.get("/suppressions?count=true&q=" + part).jsonPath().getInt("total");
    }

    private static List<String> pages(IngestApi site, String first) {
        var all = new ArrayList<String>();
        String path = first;
        while (path != null) {
            Response page = site.get(path);
            all.addAll(emails(page));
            String next = page.jsonPath().getString("next_cursor");
            path = next == null ? null : first + "&cursor=" + next;
        }
        return all;
    }

    private static List<String> emails(Response page) {
        return page.jsonPath().getList("data.email");
    }
}
