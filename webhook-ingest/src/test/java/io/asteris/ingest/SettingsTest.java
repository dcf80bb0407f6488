package io.asteris.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.asteris.ingest.provider.Signatures;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner sets rules the very next post; what is wrong is said and changes nothing. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@TestProfile(OldPosts.class)
class SettingsTest {
    private static final byte[] EVENTS =
            "[{\"email\":\"a@one.example\",\"event\":\"processed\",\"timestamp\":1700000000}]\r\n"
                    .getBytes(StandardCharsets.UTF_8);

    TestSites sites;
    Sql sql;

    @Test
    void severalKeysHoldAtOnceInEveryFormUntilTheyAreTakenAway() throws Exception {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        KeyPair old = keys();
        KeyPair next = keys();
        String armoured = "-----BEGIN PUBLIC KEY-----\n" + base64(next) + "\n-----END PUBLIC KEY-----\n";

        // When, Then
        site.webhooks(sendgrid(base64(old), armoured));
        assertThat(post(site, old).statusCode()).isEqualTo(200);
        assertThat(post(site, next).statusCode()).isEqualTo(200);
        site.webhooks(sendgrid(base64(next)));
        assertThat(post(site, old).statusCode()).isEqualTo(401);
        site.get("/webhooks")
                .then()
                .body("sendgrid.keys", equalTo("set"))
                .body("sendgrid.verification_keys", equalTo("set"))
                .body("sendgrid.events", hasItem("Bounced"))
                .body("sendgrid.signature_failures", equalTo(1));
        site.webhooks("{\"sendgrid\":{\"verification_keys\":[]}}");
        assertThat(post(site, next).statusCode()).isEqualTo(401);
    }

    @Test
    void theDocumentCanBeSentBackAsItCameAndSecretsStay() throws Exception {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        KeyPair key = keys();
        site.webhooks(new JsonObject(sendgrid(base64(key)))
                .put("mailgun", new JsonObject().put("signing_key", MailgunPosts.KEY))
                .put(
                        "ses",
                        new JsonObject()
                                .put("topic_arns", new JsonArray().add("arn:aws:sns:eu-west-1:123456789012:mine")))
                .encode());
        Response document = site.get("/webhooks");

        // When
        Response put = site.put("/webhooks", document.asString());

        // Then
        put.then()
                .statusCode(200)
                .body("mailgun.signing_key", equalTo("set"))
                .body("ses.topic_arns", hasItem("arn:aws:sns:eu-west-1:123456789012:mine"));
        assertThat(put.header("ETag")).isEqualTo(document.header("ETag"));
        assertThat(post(site, key).statusCode()).isEqualTo(200);
        assertThat(sql.rows(
                                "SELECT secret FROM ingest.webhook WHERE site = ?",
                                site.site().value())
                        .toString())
                .doesNotContain(MailgunPosts.KEY);
        site.webhooks("{\"mailgun\":{\"signing_key\":null}}");
        site.get("/webhooks").then().body("mailgun.keys", equalTo("none")).body("sendgrid.keys", equalTo("set"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sendgrid":{"verification_keys":["no key"]}}                      | /sendgrid/verification_keys/0
            {"sendgrid":{"verification_keys":"MFkw"}}                          | /sendgrid/verification_keys
            {"sendgrid":{"hmac_secret":"short"}}                               | /sendgrid/hmac_secret
            {"sendgrid":{"signing_key":"0123456789abcdef0123"}}                | /sendgrid/signing_key
            {"mailgun":{"signing_key":17}}                                     | /mailgun/signing_key
            {"ses":{"topic_arns":["arn:aws:s3:::bucket"]}}                     | /ses/topic_arns/0
            {"ses":{"topic_arns":["*"]}}                                       | /ses/topic_arns/0
            {"suppress":{"after_hard_bounces":0}}                              | /suppress/after_hard_bounces
            {"suppress":{"reasons":["manual"]}}                                | /suppress/reasons/0
            {"postmark":{}}                                                    | /postmark
            """)
    void whatIsWrongIsSaidAndChangesNothing(String document, String pointer) throws Exception {
        IngestApi site = IngestApi.ofNewSite(sites);
        KeyPair key = keys();
        site.webhooks(sendgrid(base64(key)));

        site.put("/webhooks", document).then().statusCode(422).body("errors.pointer", hasItem(pointer));

        assertThat(post(site, key).statusCode()).isEqualTo(200);
    }

    @Test
    void aSharedSecretIsBelievedOnlyWhereItWasSetAndIsNeverThePublicKey() throws Exception {
        // Given
        IngestApi site = IngestApi.ofNewSite(sites);
        KeyPair key = keys();
        String secret = "a relay's shared secret".replace(' ', '-');
        site.webhooks(sendgrid(base64(key)));

        // When, Then: nobody asked for it
        assertThat(hmac(site, secret, false).statusCode()).isEqualTo(401);
        assertThat(hmac(site, base64(key), false).statusCode()).isEqualTo(401);
        site.put("/webhooks", "{\"sendgrid\":{\"hmac_secret\":\"" + base64(key) + "\"}}")
                .then()
                .statusCode(422);
        site.webhooks("{\"sendgrid\":{\"hmac_secret\":\"" + secret + "\"}}");
        assertThat(hmac(site, secret, false).statusCode()).isEqualTo(200);
        assertThat(hmac(site, secret, true).statusCode()).isEqualTo(200);
        assertThat(hmac(site, base64(key), false).statusCode()).isEqualTo(401);
        assertThat(post(site, key).statusCode()).isEqualTo(200);
    }

    @Test
    void sitesThatShareAKeyAreToldThePathThatNamesThem() throws Exception {
        // Given
        KeyPair key = keys();
        IngestApi first = IngestApi.ofNewSite(sites);
        IngestApi second = IngestApi.ofNewSite(sites);
        first.webhooks(sendgrid(base64(key)));
        second.webhooks(sendgrid(base64(key)));

        // Then
        second.get("/webhooks")
                .then()
                .body(
                        "sendgrid.url",
                        equalTo("http://localhost:8080/wp-json/asteris/v1/smtp/webhook/sendgrid/" + second.site()));
        first.get("/webhooks").then().body("sendgrid.last_event_at", nullValue());
        assertThat(post(second, key).statusCode()).isEqualTo(200);
        await().untilAsserted(() -> second.get("/webhooks").then().body("sendgrid.last_event_at", not(nullValue())));
        first.get("/webhooks").then().body("sendgrid.last_event_at", nullValue());
    }

    @Test
    void whatIsNoPostForASiteIsRefusedWithoutAWord() {
        assertThat(IngestApi.reportTo("/webhook/postmark", Map.of(), EVENTS).statusCode())
                .isEqualTo(404);
        assertThat(IngestApi.reportTo("/webhook/sendgrid/no-such-site", Map.of(), EVENTS)
                        .statusCode())
                .isEqualTo(401);
        assertThat(IngestApi.reportTo("/webhook/mailgun/no-such-site", Map.of(), EVENTS)
                        .statusCode())
                .isEqualTo(406);
        assertThat(IngestApi.reportTo("/webhook/ses/no-such-site", Map.of(), EVENTS)
                        .statusCode())
                .isEqualTo(403);
        assertThat(IngestApi.reportTo("/webhook/sendgrid", Map.of(), new byte[3_000_000])
                        .statusCode())
                .isEqualTo(413);
    }

    private static Response post(IngestApi site, KeyPair key) throws Exception {
        String time = Long.toString(Instant.now().getEpochSecond());
        Signature ecdsa = Signature.getInstance("SHA256withECDSA");
        ecdsa.initSign(key.getPrivate());
        ecdsa.update(time.getBytes(StandardCharsets.UTF_8));
        ecdsa.update(EVENTS);
        return post(site, time, Base64.getEncoder().encodeToString(ecdsa.sign()));
    }

    private static Response hmac(IngestApi site, String secret, boolean hex) {
        String time = Long.toString(Instant.now().getEpochSecond());
        byte[] proof = Signatures.hmac(secret, time.getBytes(StandardCharsets.UTF_8), EVENTS);
        return post(
                site,
                time,
                hex ? HexFormat.of().formatHex(proof) : Base64.getEncoder().encodeToString(proof));
    }

    private static Response post(IngestApi site, String time, String signature) {
        return site.report(
                "sendgrid",
                Map.of(
                        "Content-Type", "application/json;charset=utf-8",
                        "X-Twilio-Email-Event-Webhook-Signature", signature,
                        "X-Twilio-Email-Event-Webhook-Timestamp", time),
                EVENTS);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String base64(KeyPair key) {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    private static String sendgrid(String... keys) {
        var list = new JsonArray();
        for (String key : keys) {
            list.add(key);
        }
        return new JsonObject()
                .put("sendgrid", new JsonObject().put("verification_keys", list))
                .encode();
    }
}
