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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSetTest {
    private static final String ROUTING = "/wp-json/asteris/v1/smtp/routing";

    @TempDir
    Path folder;

    private Checkout checkout;
    private Path journal;
    private SetOptions options;

    @BeforeEach
    void prepare() throws IOException {
        checkout = FakeCheckout.in(folder.resolve("checkout"));
        journal = folder.resolve("journal");
        options = new SetOptions(
                folder.resolve("data"),
                FreePort.choose(),
                Map.of("asteris.test.journal", journal.toString(), "asteris.dispatcher.lease", "3s"));
    }

    @Test
    void aSetComesUpWithDatabaseTopicsSiteAndEnvAndGoesDownWithoutRemains() throws Exception {
        // When
        List<OptionalLong> pids;
        try (LocalSet set = LocalSet.start(checkout, options)) {
            // Then
            Map<String, String> env = set.env();
            assertThat(env)
                    .containsEntry("ASTERIS_URL", "http://localhost:" + options.port())
                    .containsEntry("ASTERIS_SITE", "s1")
                    .containsEntry("ASTERIS_KEY", "ast_owner");
            assertThat(env.keySet())
                    .containsExactlyInAnyOrder(
                            "ASTERIS_URL",
                            "ASTERIS_SITE",
                            "ASTERIS_KEY",
                            "ASTERIS_ADMIN_KEY",
                            "ASTERIS_INBOX_URL",
                            "ASTERIS_INBOX_SMTP",
                            "KAFKA_BOOTSTRAP",
                            "DATABASE_URL");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(options.data().resolve("env"))))
                    .isEqualTo("rw-------");
            assertThat(schemasOf(env.get("DATABASE_URL"))).contains("public");
            assertThat(topics(env.get("KAFKA_BOOTSTRAP"))).contains("mail.accepted", "alerts.dlq");
            assertThat(get(set, ROUTING).body()).contains("\"lease\":\"3s\"");
            assertThat(calls())
                    .containsExactly(
                            "POST /sites",
                            "PUT /sender",
                            "POST /sites/s1/keys",
                            "PUT /providers/inbox",
                            "PUT /routing");
            assertThat(Files.readString(journal))
                    .contains("PUT /providers/inbox s1 ")
                    .contains("\"encryption\":\"none\"");
            assertThatThrownBy(() -> LocalSet.start(checkout, options))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("already");
            pids = pids(set);
            assertThat(pids).allMatch(OptionalLong::isPresent);
        }
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid.getAsLong()).isPresent());
        assertThat(logs()).doesNotContain("ast_owner");
    }

    @Test
    void killedProcessesComeBackAndStoppedOnesStayDown() throws Exception {
        // Given
        try (LocalSet set = LocalSet.start(checkout, options)) {
            SetProcesses processes = set.processes();
            execute(set.env().get("DATABASE_URL"), "CREATE TABLE kept AS SELECT 1 AS n");

            // When
            processes.stop("dispatcher");
            for (String name : List.of("postgres", "kafka", "log-service", "front-door", "inbox")) {
                processes.kill(name);
            }

            // Then
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                for (String name : List.of("postgres", "kafka", "log-service", "front-door", "inbox")) {
                    assertThat(processes.isReady(name)).as(name).isTrue();
                }
            });
            assertThat(execute(set.env().get("DATABASE_URL"), "SELECT n::text FROM kept"))
                    .isEqualTo("1");
            assertThat(topics(set.env().get("KAFKA_BOOTSTRAP"))).contains("mail.accepted");
            assertThat(get(set, ROUTING).statusCode()).isEqualTo(503);
            assertThat(processes.isHeld("dispatcher")).isTrue();
            processes.start("dispatcher");
            assertThat(get(set, ROUTING).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> processes.stop("nobody")).hasMessageContaining("known are postgres, kafka");
        }
    }

    @Test
    void afterACrashTheNextUpAdoptsWhatRunsAndMakesNothingTwice() throws Exception {
        // Given
        LocalSet crashed = LocalSet.start(checkout, options);
        List<OptionalLong> before = pids(crashed);
        crashed.abandon();
        // As if the crash had come right after the key was made.
        Path done = options.data().resolve("first-start");
        Files.writeString(
                done,
                Files.readString(done)
                        .lines()
                        .filter(line -> line.startsWith("SENDER"))
                        .collect(Collectors.joining("\n")));

        // When
        try (LocalSet next = LocalSet.start(checkout, options)) {
            // Then
            assertThat(pids(next)).isEqualTo(before);
            assertThat(calls())
                    .endsWith(
                            "DELETE /sites/s1/keys/k1", "POST /sites/s1/keys", "PUT /providers/inbox", "PUT /routing");
            assertThat(calls().stream().filter("POST /sites"::equals)).hasSize(1);
        }
        assertThat(before).noneMatch(pid -> ProcessHandle.of(pid.getAsLong()).isPresent());
    }

    @Test
    void aServiceThatIsNotBuiltIsNamed() throws Exception {
        // Given
        Files.delete(folder.resolve("checkout/log-service/target/quarkus-app/quarkus-run.jar"));

        // Then
        assertThatThrownBy(() -> LocalSet.start(checkout, options))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("log-service is not built");
        assertThat(options.data()).doesNotExist();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(journal).stream()
                .map(line -> String.join(" ", List.of(line.split(" ", -1)).subList(0, 2)))
                .toList();
    }

    private String logs() throws IOException {
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

    private static HttpResponse<String> get(LocalSet set, String path) throws Exception {
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

    private static String schemasOf(String url) throws Exception {
        return execute(url, "SELECT string_agg(nspname, ',') FROM pg_namespace");
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
