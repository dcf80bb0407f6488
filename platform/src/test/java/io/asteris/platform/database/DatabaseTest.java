package io.asteris.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.contract.SiteId;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class DatabaseTest {
    private static final SiteId SHOP = new SiteId("shop");
    private static final SiteId CLUB = new SiteId("club");
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String NOT_ALLOWED = "42501";

    @Inject
    Database database;

    @Inject
    @Readiness
    DatabaseReadiness readiness;

    TestServers servers;
    Sql sql;

    @BeforeEach
    void noNotes() {
        sql.execute("DELETE FROM probe.note");
    }

    @Test
    void aRequestSeesOnlyTheRowsOfItsSite() {
        // Given
        write(SHOP, "ours");
        write(CLUB, "theirs");
        // When
        List<String> seen = wait(database.inSite(SHOP, DatabaseTest::texts));
        // Then
        assertThat(seen).containsExactly("ours");
    }

    @Test
    void thePlanOfALongStatementIsKept() {
        // Given
        String statement = "SELECT $1::integer /* " + "long ".repeat(1_000) + "*/";
        // When
        long kept = wait(database.onWorker(connection -> connection
                .preparedQuery(statement)
                .execute(Tuple.of(1))
                .chain(() -> connection
                        .preparedQuery("SELECT count(*) FROM pg_prepared_statements WHERE statement = $1")
                        .execute(Tuple.of(statement)))
                .map(rows -> rows.iterator().next().getLong(0))));
        // Then
        assertThat(kept).isEqualTo(1);
    }

    @Test
    void aRequestCannotWriteForAnotherSite() {
        // When, Then
        assertThatThrownBy(() -> wait(database.inSite(SHOP, connection -> insert(connection, CLUB, "forged"))))
                .isInstanceOfSatisfying(PgException.class, refused -> assertThat(refused.getSqlState())
                        .isEqualTo(NOT_ALLOWED));
        assertThat(sql.number("SELECT count(*) FROM probe.note")).isZero();
    }

    @Test
    void aRequestCannotChangeOrDeleteAnotherSitesRows() {
        // Given
        write(CLUB, "theirs");
        // When
        int touched = wait(database.inSite(SHOP, connection -> connection
                .query("UPDATE note SET text = 'forged'")
                .execute()
                .chain(changed -> connection
                        .query("DELETE FROM note")
                        .execute()
                        .map(gone -> changed.rowCount() + gone.rowCount()))));
        // Then
        assertThat(touched).isZero();
        assertThat(sql.number("SELECT count(*) FROM probe.note WHERE text = 'theirs'"))
                .isEqualTo(1);
    }

    @Test
    void aRequestConnectionWithoutASiteSeesAndWritesNothing() {
        // Given a connection that had a site a moment ago, as any of the pool
        write(SHOP, "ours");
        wait(database.inSite(SHOP, DatabaseTest::texts));
        // When
        List<String> seen = wait(database.requests().withConnection(DatabaseTest::texts));
        // Then
        assertThat(seen).isEmpty();
        assertThatThrownBy(() ->
                        wait(database.requests().withConnection(connection -> insert(connection, SHOP, "forged"))))
                .isInstanceOf(PgException.class);
    }

    @Test
    void aWorkerSeesAllSites() {
        // Given
        write(SHOP, "ours");
        write(CLUB, "theirs");
        // When
        List<String> seen = wait(database.asWorker(DatabaseTest::texts));
        // Then
        assertThat(seen).containsExactlyInAnyOrder("ours", "theirs");
    }

    @Test
    void aFailingTransactionLeavesNothing() {
        // When
        assertThatThrownBy(() -> wait(database.asWorker(connection -> insert(connection, SHOP, "half")
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("stop"))))))
                .hasMessage("stop");
        // Then
        assertThat(sql.number("SELECT count(*) FROM probe.note")).isZero();
    }

    @Test
    void thePoolsRecoverByThemselvesAfterPostgresWasKilled() {
        // Given connections in both pools
        write(SHOP, "before");
        wait(database.asWorker(DatabaseTest::texts));
        // When
        servers.killPostgres();
        assertThat(isReady()).isFalse();
        servers.startPostgres();
        // Then; the servers of this test do not flush, so the row itself may be gone
        Awaitility.await().atMost(BOUND).until(this::isReady);
        write(SHOP, "after");
        assertThat(wait(database.inSite(SHOP, DatabaseTest::texts))).contains("after");
        assertThat(wait(database.asWorker(DatabaseTest::texts))).contains("after");
    }

    private boolean isReady() {
        return wait(readiness.call()).getStatus() == HealthCheckResponse.Status.UP;
    }

    private void write(SiteId site, String text) {
        wait(database.inSite(site, connection -> insert(connection, site, text)));
    }

    private static Uni<Void> insert(SqlConnection connection, SiteId site, String text) {
        return connection
                .preparedQuery("INSERT INTO note (site, text) VALUES ($1, $2)")
                .execute(Tuple.of(site.value(), text))
                .replaceWithVoid();
    }

    private static Uni<List<String>> texts(SqlConnection connection) {
        return connection.query("SELECT text FROM note").execute().map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList());
    }

    private static <T> T wait(Uni<T> work) {
        return work.await().atMost(BOUND);
    }
}
