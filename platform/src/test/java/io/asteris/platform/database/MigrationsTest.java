package io.asteris.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class MigrationsTest {
    private static final int BOUND_SECONDS = 60;

    @Inject
    @DataSource("owner")
    AgroalDataSource owner;

    @Inject
    @FlywayDataSource("owner")
    Flyway flyway;

    @Inject
    Migrations started;

    TestServers servers;
    Sql sql;

    @Test
    void theServiceStartedWithBothSetsOfScriptsInTheirSchemas() {
        assertThat(started.isDone()).isTrue();
        assertThat(tables("content")).contains("blob", "data_key").doesNotContain("note");
        assertThat(tables("probe")).contains("note", "outbox").doesNotContain("blob");
    }

    @Test
    void servicesThatStartAtOnceDoNotCollide() {
        // Given two that know nothing of each other but the database
        List<Migrations> instances = Stream.generate(() -> new Migrations(owner, flyway, "racing", url()))
                .limit(2)
                .toList();
        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(instances.stream()
                            .map(instance ->
                                    CompletableFuture.runAsync(() -> instance.start(new StartupEvent()), threads))
                            .toArray(CompletableFuture[]::new))
                    .orTimeout(BOUND_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        // Then
        assertThat(instances).allMatch(Migrations::isDone);
        assertThat(sql.number("SELECT count(*) FROM racing.flyway_schema_history WHERE type = 'SQL' AND success"))
                .isEqualTo(1);
    }

    @Test
    void waitsForADatabaseThatIsNotThereYet() {
        // Given
        var migrations = new Migrations(owner, flyway, "late", url());
        servers.stopPostgres();
        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = CompletableFuture.runAsync(() -> migrations.start(new StartupEvent()), threads);
            assertThat(start).isNotDone();
            servers.startPostgres();
            start.orTimeout(BOUND_SECONDS, TimeUnit.SECONDS).join();
        }
        // Then
        assertThat(migrations.isDone()).isTrue();
        assertThat(tables("late")).contains("note");
    }

    @Test
    void refusesToStartWithoutADatabaseToWaitFor() {
        assertThatThrownBy(() -> new Migrations(owner, flyway, "none", Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ASTERIS_DATABASE_URL");
        assertThatThrownBy(() -> new Migrations(owner, flyway, "none", Optional.of("jdbc:postgresql://localhost/x")))
                .hasMessageContaining("postgresql://host:port/database");
    }

    private Optional<String> url() {
        return Optional.of(servers.databaseUrl());
    }

    private List<String> tables(String schema) {
        return sql.rows("SELECT tablename::text FROM pg_tables WHERE schemaname = ?", schema).stream()
                .map(row -> String.valueOf(row.get("tablename")))
                .toList();
    }
}
