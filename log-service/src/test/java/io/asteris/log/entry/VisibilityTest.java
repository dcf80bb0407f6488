package io.asteris.log.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the statements of a read may do. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class VisibilityTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Inject
    Database database;

    @Inject
    Visibility visibility;

    TestSites sites;

    @ParameterizedTest
    @CsvSource({"SEARCH, auto, 2s", "BULK, auto, 30s", "PAGES, force_generic_plan, 30s"})
    void pagesOfAFileKeepOnePlanAndNothingElseDoes(Patience patience, String plans, String longest) {
        // Given
        SiteId site = sites.create("logs:read").site();

        // When
        String bounds = database.inSite(
                        site,
                        connection -> visibility.of(connection, site, patience).chain(() -> bounds(connection)))
                .await()
                .atMost(BOUND);

        // Then
        assertThat(bounds).isEqualTo(plans + " " + longest);
    }

    private static Uni<String> bounds(SqlConnection connection) {
        return connection
                .query(
                        "SELECT current_setting('plan_cache_mode') || ' ' || current_setting('statement_timeout') AS bounds")
                .execute()
                .map(rows -> rows.iterator().next().getString("bounds"));
    }
}
