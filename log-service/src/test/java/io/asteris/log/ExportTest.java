package io.asteris.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.Mailbox;
import io.asteris.contract.RecipientField;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log as a file. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ExportTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Inject
    TestMail mail;

    @Inject
    DatabaseClock clock;

    @Inject
    Vertx vertx;

    @TestHTTPResource
    URI service;

    TestSites sites;
    TestServers servers;
    Sql sql;

    @Test
    void aSpreadsheetGetsEveryEntryOfThePeriodAndNoFormula() {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope first = sent(site, "=HYPERLINK(\"http://x\",\"y\")");
        Envelope second = sent(site, "Zweite, mit \"Zitat\"\tund ✓");

        // When
        Response answer = site.get("/logs/export", Map.of("from", today(), "to", today(), "format", "csv"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/csv");
        assertThat(answer.header("Content-Disposition")).startsWith("attachment;");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        List<NamedCsvRecord> rows = rows(answer.asString());
        assertThat(rows)
                .extracting(row -> row.getField("id"))
                .containsExactly(first.message().text(), second.message().text());
        assertThat(rows.get(0).getField("subject")).isEqualTo("'=HYPERLINK(\"http://x\",\"y\")");
        assertThat(rows.get(1).getField("subject")).isEqualTo("Zweite, mit \"Zitat\"\tund ✓");
        assertThat(rows.get(1).getField("to")).isEqualTo("anna@one.example");
        assertThat(rows.get(1).getField("status")).isEqualTo("sent");
        assertThat(rows.get(1).findField("html")).isEmpty();
    }

    @Test
    void redactionHidesEveryRecipientAndOnlyTheKeyedFormDiffersFromSiteToSite() throws Exception {
        // Given
        LogApi one = LogApi.ofNewSite(sites);
        LogApi other = LogApi.ofNewSite(sites);
        sent(one, "Hello");
        sent(other, "Hello");
        var period = Map.of("from", today(), "to", today(), "format", "ndjson");

        // When
        String plain = one.get("/logs/export", with(period, "redact", "sha256")).asString();
        String keyed = one.get("/logs/export", with(period, "redact", "hmac")).asString();
        String elsewhere =
                other.get("/logs/export", with(period, "redact", "hmac")).asString();

        // Then
        var json = new ObjectMapper();
        assertThat(plain + keyed + elsewhere).doesNotContain("anna@one.example");
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest("anna@one.example".getBytes(StandardCharsets.UTF_8)));
        JsonNode row = json.readTree(plain);
        assertThat(row.at("/to/0").asText()).isEqualTo(sha256);
        assertThat(row.at("/recipients/0/address").asText()).isEqualTo(sha256);
        assertThat(json.readTree(keyed).at("/to/0").asText())
                .isNotEqualTo(json.readTree(elsewhere).at("/to/0").asText());
    }

    @Test
    void bodiesComeWithTheirScopeAndEachReadIsRemembered() {
        // Given
        LogApi owner = LogApi.ofNewSite(sites);
        Envelope envelope = sent(owner, "With body");
        var period = Map.of("from", today(), "to", today(), "format", "csv", "body", "true");

        // When
        Response whole = owner.get("/logs/export", period);
        TestSite reader = sites.create(owner.site(), "logs:read");
        Response refused = LogApi.of(reader).get("/logs/export", period);

        // Then
        assertThat(rows(whole.asString()).getFirst().getField("text")).isEqualTo(TestMail.CANARY);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(sql.number(
                        "SELECT count(*) FROM log.body_read WHERE message = ?",
                        envelope.message().value()))
                .isEqualTo(1);
    }

    @Test
    void theTrailersAndTheLastMemberProveThatTheFileIsWhole() throws Exception {
        // Given
        TestSite key = sites.create("logs:read");
        LogApi site = LogApi.of(key);
        sent(site, "One");
        sent(site, "Two");
        String uri = "/wp-json/asteris/v1/smtp/logs/export?from=" + today() + "&to=" + today() + "&format=json&q=two";

        // When
        var client = vertx.getDelegate().createHttpClient();
        var answer = client.request(HttpMethod.GET, service.getPort(), service.getHost(), uri)
                .compose(request ->
                        request.putHeader("Authorization", key.authorization()).send())
                .compose(response -> response.body().map(body -> Map.entry(body, response.trailers())))
                .toCompletionStage()
                .toCompletableFuture()
                .get(BOUND.toSeconds(), TimeUnit.SECONDS);

        // Then
        Buffer body = answer.getKey();
        JsonNode file = new ObjectMapper().readTree(body.getBytes());
        assertThat(file.at("/data")).hasSize(1);
        assertThat(file.at("/summary/rows").asInt()).isEqualTo(1);
        assertThat(file.at("/summary/filter").asText()).endsWith(" two");
        String text = body.toString(StandardCharsets.UTF_8);
        String covered = text.substring(0, text.indexOf("\n],\"summary\""));
        assertThat(file.at("/summary/sha256").asText()).isEqualTo(sha256(covered.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.getValue().get("Asteris-Rows")).isEqualTo("1");
        assertThat(answer.getValue().get("Asteris-Sha256")).isEqualTo(sha256(body.getBytes()));
    }

    @Test
    void aFileWaitsLongerForItsEntriesThanASearchDoes() throws Exception {
        // Given
        LogApi site = LogApi.ofNewSite(sites);
        Envelope envelope = sent(site, "Slow");
        CompletableFuture<Response> file;
        Response search;
        try (Connection other = DriverManager.getConnection("jdbc:" + servers.databaseUrl(), "postgres", "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE log.entry IN ACCESS EXCLUSIVE MODE");

            // When
            file = CompletableFuture.supplyAsync(
                    () -> site.get("/logs/export", Map.of("from", today(), "to", today())));
            search = site.get("/logs");
            other.rollback();
        }

        // Then
        assertThat(search.statusCode()).isEqualTo(503);
        assertThat(search.jsonPath().getString("detail")).contains("longer than 2 seconds");
        Response answer = file.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(rows(answer.asString()))
                .extracting(row -> row.getField("id"))
                .containsExactly(envelope.message().text());
    }

    @ParameterizedTest
    @CsvSource({
        "to=2026-01-01,?from",
        "from=2026-01-01,?to",
        "from=2026-01-02&to=2026-01-01,?to",
        "from=yesterday&to=2026-01-01,?from",
        "from=2026-01-01&to=2026-01-01&format=xml,?format",
        "from=2026-01-01&to=2026-01-01&redact=md5,?redact",
        "from=2026-01-01&to=2026-01-01&body=maybe,?body",
        "from=2026-01-01&to=2026-01-01&subject=x,?subject",
        "from=2026-01-01&to=2026-01-01&q=status:no,?q"
    })
    void aBadParameterIsNamed(String query, String pointer) {
        Response answer = LogApi.ofNewSite(sites).get("/logs/export?" + query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(pointer);
    }

    @Test
    void aPeriodWithoutEntriesIsAnEmptyFileOfTheForm() {
        LogApi site = LogApi.ofNewSite(sites);
        var period = Map.of("from", "2026-01-01", "to", "2026-01-01");

        assertThat(rows(site.get("/logs/export", period).asString())).isEmpty();
        assertThat(site.get("/logs/export", with(period, "format", "json"))
                        .jsonPath()
                        .getInt("summary.rows"))
                .isZero();
        assertThat(site.get("/logs/export", with(period, "format", "ndjson")).asString())
                .isEmpty();
    }

    @Test
    void anotherSitesEntriesAreNotInTheFile() {
        LogApi mine = LogApi.ofNewSite(sites);
        sent(LogApi.ofNewSite(sites), "Theirs");

        assertThat(rows(mine.get("/logs/export", Map.of("from", today(), "to", today()))
                        .asString()))
                .isEmpty();
    }

    private static List<NamedCsvRecord> rows(String csv) {
        return CsvReader.builder().ofNamedCsvRecord(csv).stream().toList();
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        var more = new java.util.HashMap<>(parameters);
        more.put(name, value);
        return more;
    }

    private static String sha256(byte[] octets) throws java.security.NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    private String today() {
        Instant now = clock.now();
        return now.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private Envelope sent(LogApi site, String subject) {
        Envelope envelope = mail.store(
                site.site(),
                subject,
                List.of(new Recipient(0, RecipientField.TO, Mailbox.of(EmailAddress.of("anna@one.example")))));
        mail.publish(mail.ordinary(envelope));
        site.entry(envelope.message(), "sent", 4);
        return envelope;
    }
}
