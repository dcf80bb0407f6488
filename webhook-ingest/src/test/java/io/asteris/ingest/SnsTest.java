package io.asteris.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.platform.database.DatabaseClock;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestCertificate;
import io.asteris.testing.TestClock;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SNS asks for is done when it is SNS and the topic is the site's own; else nothing is fetched and nothing kept. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class SnsTest {
    private static final String HOST = "https://sns.eu-west-1.amazonaws.com/";
    private static final List<String> SIGNED =
            List.of("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    @ConfigProperty(name = "asteris.webhooks.sns-certificates")
    Path certificates;

    @Inject
    FakeSns sns;

    @Inject
    DatabaseClock clock;

    TestSites sites;
    TestClock time;
    Sql sql;

    private IngestApi site;
    private String topic;

    @BeforeEach
    void listenToATopic() {
        site = IngestApi.ofNewSite(sites);
        topic = "arn:aws:sns:eu-west-1:123456789012:t-" + UUID.randomUUID();
        site.webhooks("{\"ses\":{\"topic_arns\":[\"" + topic + "\"]}}");
    }

    @AfterEach
    void restoreTheClock() {
        time.restore(clock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aSubscriptionIsConfirmedInTheTopicsRegionUntilSnsSaysSo(String version) throws Exception {
        // Given
        assertThat(subscription()).isEqualTo("waiting");
        String address = HOST + "?Action=ConfirmSubscription&Token=" + version + site.site();

        // When: SNS does not answer at first, but does some seconds later
        post(signed(confirmation(address), version)).then().statusCode(200);
        await().untilAsserted(() -> assertThat(sns.asked()).contains(address));
        assertThat(subscription()).isEqualTo("pending");
        sns.confirm(address);
        time.set(Duration.ofSeconds(6));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(subscription()).isEqualTo("confirmed"));
    }

    @Test
    void theEndOfASubscriptionIsNotedAndNeverAnswered() throws Exception {
        String address = HOST + "?Action=ConfirmSubscription&Token=end" + site.site();
        Map<String, String> end = confirmation(address);
        end.put("Type", "UnsubscribeConfirmation");

        post(signed(end, "1")).then().statusCode(200);

        await().untilAsserted(() -> assertThat(subscription()).isEqualTo("unsubscribed"));
        assertThat(sns.asked()).doesNotContain(address);
    }

    @Test
    void anAddressToConfirmAtInAnotherRegionIsNotFetched() throws Exception {
        String address = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=" + site.site();

        post(signed(confirmation(address), "1")).then().statusCode(200);

        await().untilAsserted(() -> assertThat(subscription()).isEqualTo("failed"));
        assertThat(sns.asked()).doesNotContain(address);
    }

    @Test
    void aTopicThatNobodyNamedIsRefusedBeforeAnythingIsFetched() throws Exception {
        Map<String, String> message = notification();
        message.put("TopicArn", "arn:aws:sns:eu-west-1:666666666666:evil");
        String certificate = HOST + "SimpleNotificationService-evil" + site.site() + ".pem";

        Response answer = post(signed(message, "1", certificate));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(sns.asked()).doesNotContain(certificate);
        assertThat(kept()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
                "http://sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
                "https://user@sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com/a.txt",
                "https://sqs.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com/..%2fa.pem"
            })
    void aCertificateElsewhereIsRefusedAndNotFetched(String address) throws Exception {
        Response answer = post(signed(notification(), "1", address));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(sns.asked()).doesNotContain(address);
        assertThat(kept()).isZero();
    }

    @Test
    void aFetchedCertificateThatNoAuthorityVouchesForProvesNothing() throws Exception {
        String address = HOST + "SimpleNotificationService-" + site.site() + ".pem";
        sns.serve(address, TestCertificate.rsaFor("sns.amazonaws.com").pem().getBytes(StandardCharsets.UTF_8));

        assertThat(post(signed(notification(), "1", address)).statusCode()).isEqualTo(403);

        assertThat(sns.asked()).contains(address);
        assertThat(kept()).isZero();
    }

    @Test
    void aCertificateThatCannotBeHadIsOurTroubleAndNotTheSenders() throws Exception {
        String address = HOST + "SimpleNotificationService-away" + site.site() + ".pem";

        assertThat(post(signed(notification(), "1", address)).statusCode()).isEqualTo(503);
    }

    @Test
    void rawDeliveryAUnknownVersionAndAChangedMessageAreRefused() throws Exception {
        byte[] good = signed(notification(), "1");
        byte[] changed = new String(good, StandardCharsets.UTF_8)
                .replace("hello", "hallo")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(site.report("ses", Map.of("x-amz-sns-rawdelivery", "true"), good)
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(signed(notification(), "3")).statusCode()).isEqualTo(403);
        assertThat(post(changed).statusCode()).isEqualTo(403);
        assertThat(kept()).isZero();
        assertThat(post(good).statusCode()).isEqualTo(200);
    }

    @Test
    void thePathWithoutASiteFindsItByTheTopic() throws Exception {
        Response answer = IngestApi.reportTo(
                "/webhook/ses", Map.of("Content-Type", "text/plain; charset=UTF-8"), signed(notification(), "2"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(kept()).isOne();
    }

    private Map<String, String> notification() {
        Map<String, String> message = new HashMap<>();
        message.put("Type", "Notification");
        message.put("MessageId", UUID.randomUUID().toString());
        message.put("TopicArn", topic);
        message.put("Message", "hello");
        message.put("Timestamp", Instant.now().toString());
        return message;
    }

    private Map<String, String> confirmation(String address) {
        Map<String, String> message = notification();
        message.put("Type", "SubscriptionConfirmation");
        message.put("SubscribeURL", address);
        message.put("Token", "2336412f37");
        return message;
    }

    private byte[] signed(Map<String, String> message, String version) throws Exception {
        return signed(message, version, HOST + OldPosts.OURS);
    }

    private byte[] signed(Map<String, String> message, String version, String certificate)
            throws GeneralSecurityException, IOException {
        var text = new StringBuilder();
        SIGNED.stream()
                .filter(message::containsKey)
                .forEach(name ->
                        text.append(name).append('\n').append(message.get(name)).append('\n'));
        Signature rsa = Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
        rsa.initSign(key());
        rsa.update(text.toString().getBytes(StandardCharsets.UTF_8));
        var json = new JsonObject();
        message.forEach(json::put);
        return json.put("SignatureVersion", version)
                .put("Signature", Base64.getEncoder().encodeToString(rsa.sign()))
                .put("SigningCertURL", certificate)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private PrivateKey key() throws GeneralSecurityException, IOException {
        String pem = Files.readString(certificates.resolve(OldPosts.OURS + ".key"))
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }

    private Response post(byte[] body) {
        return site.report("ses", Map.of("Content-Type", "text/plain; charset=UTF-8"), body);
    }

    private String subscription() {
        return site.get("/webhooks").jsonPath().getString("ses.subscription");
    }

    private long kept() {
        return sql.number(
                "SELECT count(*) FROM ingest.post WHERE site = ?", site.site().value());
    }
}
