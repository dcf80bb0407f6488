package io.asteris.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path folder;

    @Test
    void committedRowsOutliveAKill() throws Exception {
        // Given
        PostgresSettings settings = PostgresSettings.forTest(folder.resolve("pg"));
        try (PostgresServer server = PostgresServer.start(settings)) {
            execute(server, "CREATE TABLE kept (n int)");
            execute(server, "INSERT INTO kept SELECT generate_series(1, 1000)");

            // When
            server.kill();
        }

        // Then
        try (PostgresServer again = PostgresServer.start(settings)) {
            assertThat(ask(again, "SELECT count(*) FROM kept")).isEqualTo("1000");
        }
    }

    @Test
    void aDurableServerSyncsAndARelaxedOneDoesNot() throws Exception {
        // Given
        PostgresSettings durable = PostgresSettings.forTest(folder.resolve("pg"));

        // When
        List<String> strict;
        try (PostgresServer server = PostgresServer.start(durable)) {
            strict = durability(server);
        }
        List<String> loose;
        try (PostgresServer server = PostgresServer.start(durable.relaxed())) {
            loose = durability(server);
        }

        // Then
        assertThat(strict).containsExactly("on", "on", "on", "off");
        assertThat(loose).containsExactly("off", "off", "off", "off");
    }

    @Test
    void theBootstrapCanBeRepeatedAndItsRolesNeedThePassword() throws Exception {
        // Given
        PostgresSettings settings =
                PostgresSettings.forTest(folder.resolve("pg")).withPassword("secret_1");
        try (PostgresServer server = PostgresServer.start(settings)) {
            PostgresBootstrap.run(settings, "secret_2");

            // When
            PostgresBootstrap.run(settings, "secret_3");

            // Then
            String url = settings.jdbcUrl("asteris");
            try (Connection owner = DriverManager.getConnection(url, "asteris_owner", "secret_3");
                    Statement statement = owner.createStatement()) {
                statement.execute("CREATE SCHEMA content");
                statement.execute("SELECT similarity('mail', 'main')");
            }
            try (Connection request = DriverManager.getConnection(url, "asteris_request", "secret_3");
                    Statement statement = request.createStatement()) {
                assertThatThrownBy(() -> statement.execute("CREATE SCHEMA mine"))
                        .hasMessageContaining("permission denied");
            }
            assertThatThrownBy(() -> DriverManager.getConnection(url, "asteris_worker", "secret_2"))
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.readString(settings.log())).doesNotContain("secret_");
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aFolderOfAnotherVersionIsRefusedInOneSentence() throws Exception {
        // Given
        Path directory = Files.createDirectories(folder.resolve("pg"));
        Files.writeString(directory.resolve("PG_VERSION"), "15\n");

        // When
        PostgresSettings settings = PostgresSettings.forTest(directory);

        // Then
        assertThatThrownBy(() -> PostgresServer.start(settings))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("holds data of PostgreSQL 15");
    }

    @Test
    void aLockFileThatNamesAnotherLivingProgramDoesNotStopAStart() throws Exception {
        // Given
        PostgresSettings settings = PostgresSettings.forTest(folder.resolve("pg"));
        try (PostgresServer server = PostgresServer.start(settings)) {
            server.kill();
        }
        Path lock = settings.directory().resolve("postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(lock));
        lines.set(
                0, Long.toString(ProcessHandle.current().parent().orElseThrow().pid()));
        Files.write(lock, lines);

        // When
        try (PostgresServer again = PostgresServer.start(settings)) {
            // Then
            assertThat(ask(again, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void concurrentUnpackingLeavesOneWholeFolder() throws Exception {
        // Given
        Path cache = folder.resolve("cache");

        // When
        List<Path> homes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Callable<Path> unpack = () -> PostgresBinaries.unpack(cache);
            for (Future<Path> home : threads.invokeAll(List.of(unpack, unpack, unpack))) {
                homes.add(home.get());
            }
        }

        // Then
        assertThat(homes.stream().distinct()).hasSize(1);
        assertThat(names(cache)).hasSize(1);
        assertThat(homes.getFirst().resolve("bin/postgres")).isExecutable();
        assertThat(homes.getFirst().resolve("share/postgresql/extension/pg_trgm.control"))
                .isRegularFile();
    }

    private static List<Path> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<String> durability(PostgresServer server) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String name : List.of("fsync", "synchronous_commit", "full_page_writes", "data_sync_retry")) {
            values.add(ask(server, "SHOW " + name));
        }
        return values;
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
