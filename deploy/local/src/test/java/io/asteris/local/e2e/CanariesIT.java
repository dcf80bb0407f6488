package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.local.chaos.RunningSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Words that are nowhere but in one message, and the places where they must not be found afterwards. */
@ExtendWith(SharedSet.class)
class CanariesIT {
    private final RunningSet set;

    CanariesIT(SharedSet.Commands commands) {
        this.set = commands.set();
    }

    @Test
    void noAddressSubjectOrBodyLiesInATopicALogFileOrOutsideTheLogsOwnColumns() throws Exception {
        // Given
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String address = "canary" + mark;
        String subject = "subjectcanary" + mark;
        String body = "bodycanary" + mark;
        String file = "filecanary" + mark;

        // When
        set.post("/send", message(address + "@example.com", subject, body, file));
        set.post("/send", message("refuse-550-5.7.1@" + address + ".example", subject, body, file));
        set.post("/send", message("not an address " + address, subject, body, file));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(set.inboxSubjects(subject)).containsKey(subject));
        await().atMost(Duration.ofSeconds(15))
                .until(() ->
                        RunningSet.json(set.get("/logs?limit=200")).toString().contains("refuse-550-5.7.1@" + address));

        // Then
        List<String> canaries = List.of(address, subject, body, file);
        assertThat(findings(set.folder().resolve("kafka"), canaries)).isEmpty();
        assertThat(findings(set.folder().resolve("logs"), canaries)).isEmpty();
        assertThat(tableFindings(canaries)).isEmpty();
    }

    @Test
    void noSecretLiesInALogFileOrInTheDatabase() throws Exception {
        // Given
        List<String> secrets = new ArrayList<>(List.of(set.env("ASTERIS_KEY")));
        for (String line : Files.readAllLines(set.folder().resolve("secrets"))) {
            secrets.add(line.substring(line.indexOf('=') + 1).replace("'", ""));
        }
        // The prefix of an API key and the id of a master key are public; the secret is what stands behind.
        secrets.replaceAll(
                secret -> secret.replaceFirst("^ast_[0-9a-z]{8}_", "").replaceFirst("^[0-9]+:", ""));
        assertThat(secrets).hasSizeGreaterThan(6).allSatisfy(secret -> assertThat(secret)
                .hasSizeGreaterThan(40));

        // Then
        assertThat(findings(set.folder().resolve("logs"), secrets)).isEmpty();
        assertThat(findings(set.folder().resolve("kafka"), secrets)).isEmpty();
        assertThat(tableFindings(secrets)).isEmpty();
    }

    private static String message(String to, String subject, String body, String file) {
        return """
                {"to":"%s","subject":"%s","text":"%s","html":"<p>%s</p>",
                 "attachments":[{"filename":"%s.txt","content":"%s","content_type":"text/plain"}]}""".formatted(
                        to,
                        subject,
                        body,
                        body,
                        file,
                        Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The files below a folder that hold one of the words, raw octets compared. */
    private static List<String> findings(Path folder, List<String> words) throws IOException {
        assertThat(folder).isDirectory();
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                words.stream().filter(octets::contains).forEach(word -> found.add(file + " holds " + word));
            }
        }
        return found;
    }

    /** Tables other than the log's that hold one of the words in any column, as text, octets, base64 or hex. */
    private List<String> tableFindings(List<String> words) throws SQLException {
        List<String> found = new ArrayList<>();
        // The superuser, because row-level security hides rows from everybody else.
        try (Connection owner = DriverManager.getConnection("jdbc:" + jdbc(set.env("DATABASE_URL")), credentials());
                Statement statement = owner.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (rows.next()) {
                        String row = rows.getString(1);
                        words.stream()
                                .filter(word -> holds(row, word))
                                .forEach(word -> found.add(table + " holds " + word));
                    }
                }
            }
        }
        return found;
    }

    private static boolean holds(String row, String word) {
        byte[] octets = word.getBytes(StandardCharsets.UTF_8);
        return row.contains(word)
                || row.contains(HexFormat.of().formatHex(octets))
                || row.contains(Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(octets)
                        .substring(0, 10));
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
                WHERE schemaname IN ('content', 'gateway', 'dispatcher', 'ingest', 'deliverability')
                """)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertThat(tables).hasSizeGreaterThan(8);
        return tables;
    }

    private static String jdbc(String url) {
        return "postgresql://" + url.substring(url.indexOf('@') + 1);
    }

    private Properties credentials() {
        String url = set.env("DATABASE_URL");
        String[] pair =
                url.substring("postgresql://".length(), url.indexOf('@')).split(":", 2);
        var credentials = new Properties();
        credentials.putAll(Map.of("user", pair[0], "password", pair.length == 2 ? pair[1] : ""));
        return credentials;
    }
}
