package io.asteris.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What providers really send gets the verdict and the effects that it must, each on a site of its own. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class SamplesTest {
    private static final Path SAMPLES = Path.of("src/test/resources/samples");
    private static final Map<String, Integer> REFUSED = Map.of("sendgrid", 401, "mailgun", 406, "ses", 403);

    TestSites sites;
    Sql sql;

    @Inject
    FakeSns sns;

    /** A sample of the three folders. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sample(String provider, String name, byte[] body, JsonNode meta) {
        static Sample read(Path metaFile) {
            try {
                JsonNode meta = new ObjectMapper().readTree(metaFile.toFile());
                byte[] body = Files.readAllBytes(
                        metaFile.resolveSibling(meta.path("body_file").asText()));
                return new Sample(
                        meta.path("provider").asText(), meta.path("name").asText(), body, meta);
            } catch (IOException missing) {
                throw new IllegalStateException(missing);
            }
        }

        Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>();
            meta.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            return headers;
        }

        String settings() throws IOException {
            JsonNode keys = meta.path("keys");
            return switch (provider) {
                case "sendgrid" -> "{\"sendgrid\":{\"verification_keys\":[" + keys.path("sendgrid_public_key") + "]}}";
                case "mailgun" -> "{\"mailgun\":{\"signing_key\":" + keys.path("mailgun_signing_key") + "}}";
                default ->
                    "{\"ses\":{\"topic_arns\":["
                            + new ObjectMapper().readTree(body).path("TopicArn") + "]}}";
            };
        }

        boolean isRefused() {
            return meta.path("expect").path("verdict").asText().equals("reject");
        }

        Map<String, String> suppressed() {
            Map<String, String> suppressed = new TreeMap<>();
            meta.path("expect")
                    .path("suppress")
                    .forEach(one -> suppressed.put(
                            one.path("address").asText(), one.path("reason").asText()));
            return suppressed;
        }

        @Override
        public String toString() {
            return provider + "/" + name;
        }
    }

    static List<Sample> samples() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            List<Sample> samples = files.filter(file -> file.toString().endsWith(".meta.json"))
                    .map(Sample::read)
                    .sorted(Comparator.comparing(Sample::toString))
                    .toList();
            assertThat(samples).hasSizeGreaterThan(50);
            return samples;
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleHasItsVerdictAndItsEffects(Sample sample) throws IOException {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        site.webhooks(sample.settings());
        List<String> fetched = sns.asked();

        // When
        Response answer = site.report(sample.provider(), sample.headers(), sample.body());

        // Then
        if (sample.isRefused()) {
            assertThat(answer.statusCode()).isEqualTo(REFUSED.get(sample.provider()));
            assertThat(posts(site, "")).as("posts that are kept").isZero();
            assertThat(site.get("/webhooks").jsonPath().getInt(sample.provider() + ".signature_failures"))
                    .isOne();
            assertThat(site.list()).isEmpty();
        } else {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            await().untilAsserted(
                            () -> assertThat(posts(site, " AND state = 'done'")).isOne());
            assertThat(site.list()).isEqualTo(sample.suppressed());
        }
        assertThat(sns.asked()).as("addresses that were fetched").isEqualTo(fetched);
    }

    private long posts(IngestApi site, String condition) {
        return sql.number(
                "SELECT count(*) FROM ingest.post WHERE site = ?" + condition,
                site.site().value());
    }
}
