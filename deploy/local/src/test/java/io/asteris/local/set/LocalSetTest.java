package io.asteris.local.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.embedded.FreePort;
import io.asteris.local.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSetTest {
    private static final String ROUTING = "/wp-json/asteris/v1/smtp/routing";

    @TempDir
    private static Path folder;

    private static Checkout checkout;
    private static Path journal;
    private static SetOptions options;
    private static LocalSet set;

    @BeforeAll
    static void start() throws IOException {
        checkout = FakeCheckout.in(folder.resolve("checkout"));
        journal = folder.resolve("journal");
        options = new SetOptions(
                folder.resolve("data"),
                FreePort.choose(),
                Map.of("asteris.test.journal", journal.toString(), "asteris.dispatcher.lease", "3s"));
        set = LocalSet.start(checkout, options);
    }

    @AfterAll
    static void everythingEndsWithTheSet() throws IOException {
        List<OptionalLong> pids = pids(set);
        set.close();
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid.getAsLong()).isPresent());
        assertThat(logs()).doesNotContain("ast_owner");
    }

    @Test
    void aSetComesUpWithDatabaseTopicsSiteAndEnv() throws Exception {
        // When
        Map<String, String> env = set.env();

        // Then
        assertThat(env)
                .containsEntry("ASTERIS_URL", "http://localhost:" + options.port())
                .containsEntry("ASTERIS_SITE", "s1")
                .containsEntry("ASTERIS_KEY", "ast_owner")
                .containsKeys("ASTERIS_ADMIN_KEY", "ASTERIS_INBOX_URL", "ASTERIS_INBOX_SMTP")
                .hasSize(8);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(options.data().resolve("env"))))
                .isEqualTo("rw-------");
        assertThat(execute(env.get("DATABASE_URL"), "SELECT string_agg(rolname, ',') FROM pg_roles"))
                .contains("asteris_owner", "asteris_worker", "asteris_request");
        assertThat(topics(env.get("KAFKA_BOOTSTRAP"))).contains("mail.accepted", "alerts.dlq");
        assertThat(calls())
                .startsWith(
                        "POST /sites", "PUT /sender", "POST /sites/s1/keys", "PUT /providers/inbox", "PUT /routing");
        assertThat(Files.readString(journal))
                .contains("PUT /providers/inbox s1 ")
                .contains("\"encryption\":\"none\"");
    }

    @Test
    void settingsOfTheCallerReachTheServices() throws Exception {
        assertThat(get(ROUTING).body()).contains("\"lease\":\"3s\"");
    }

    @Test
    void aFolderHasOneSupervisorOnly() {
        assertThatThrownBy(() -> LocalSet.start(checkout, options))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("already");
    }

    @Test
    void killedProcessesComeBackWithTheirData() throws Exception {
        // Given
        List<String> killed = List.of("postgres", "kafka", "log-service", "front-door", "inbox");
        execute(set.env().get("DATABASE_URL"), "CREATE TABLE kept AS SELECT 1 AS n");

        // When
        killed.forEach(set.processes()::kill);

        // Then
        killed.forEach(set.processes()::awaitReady);
        assertThat(execute(set.env().get("DATABASE_URL"), "SELECT n::text FROM kept"))
                .isEqualTo("1");
        assertThat(topics(set.env().get("KAFKA_BOOTSTRAP"))).contains("mail.accepted");
    }

    @Test
    void aStoppedServiceStaysDownUntilItIsStarted() throws Exception {
        // When
        set.processes().stop("dispatcher");

        // Then
        assertThat(get(ROUTING).statusCode()).isEqualTo(503);
        assertThat(set.processes().isHeld("dispatcher")).isTrue();
        set.processes().start("dispatcher");
        assertThat(get(ROUTING).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> set.processes().stop("nobody")).hasMessageContaining("known are postgres, kafka");
    }

    @Test
    void afterACrashTheNextUpAdoptsWhatRunsAndMakesNothingTwice() throws Exception {
        // Given
        List<OptionalLong> before = pids(set);
        set.abandon();
        // As if the crash had come right after the key was made.
        Path done = options.data().resolve("first-start");
        List<String> kept = Files.readAllLines(done).stream()
                .filter(line -> line.startsWith("SENDER"))
                .toList();
        Files.write(done, kept);

        // When
        set = LocalSet.start(checkout, options);

        // Then
        assertThat(pids(set)).isEqualTo(before);
        assertThat(calls())
                .endsWith("DELETE /sites/s1/keys/k1", "POST /sites/s1/keys", "PUT /providers/inbox", "PUT /routing");
        assertThat(calls().stream().filter("POST /sites"::equals)).hasSize(1);
    }

    @Test
    void aServiceThatIsNotBuiltIsNamed(@TempDir Path other) throws Exception {
        // Given
        Checkout incomplete = FakeCheckout.in(other);
        Files.delete(other.resolve("log-service/target/quarkus-app/quarkus-run.jar"));
        SetOptions elsewhere = new SetOptions(other.resolve("data"), FreePort.choose(), Map.of());

        // Then
        assertThatThrownBy(() -> LocalSet.start(incomplete, elsewhere))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("log-service is not built");
        assertThat(elsewhere.data()).doesNotExist();
    }

    private static List<String> calls() throws IOException {
        return Files.readAllLines(journal).stream()
                .map(line -> String.join(" ", List.of(line.split(" ", -1)).subList(0, 2)))
                .toList();
    }

    private static String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(options.data().resolve("logs"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static List<OptionalLong> pids(LocalSet set) {
        return set.processes().specs().stream()
                .map(spec -> set.processes().pid(spec.name()))
                .toList();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(set.url() + path)).build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static Set<String> topics(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.listTopics().names().get();
        }
    }

    private static String execute(String url, String sql) throws Exception {
        URI parsed = URI.create(url);
        List<String> user = List.of(parsed.getUserInfo().split(":", 2));
        String jdbc = "jdbc:postgresql://" + parsed.getHost() + ":" + parsed.getPort() + parsed.getPath();
        try (Connection connection = DriverManager.getConnection(jdbc, user.getFirst(), user.getLast());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
