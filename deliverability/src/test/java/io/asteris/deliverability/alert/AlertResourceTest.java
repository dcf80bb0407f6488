package io.asteris.deliverability.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.asteris.deliverability.Edges;
import io.asteris.deliverability.SiteApi;
import io.asteris.deliverability.TestHook;
import io.asteris.deliverability.TestSmtp;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The settings of alerts over REST. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class AlertResourceTest {
    TestSites sites;
    TestSmtp smtp;
    Sql sql;

    @Test
    void theDefaultsAreTenFailedSendsWithinAnHourByMail() {
        JsonPath document = SiteApi.ofNewSite(sites).get("/alerts").jsonPath();

        assertThat(document.getString("rules[0].kind")).isEqualTo("failed_sends");
        assertThat(document.getDouble("rules[0].threshold")).isEqualTo(10);
        assertThat(document.getString("rules[0].window")).isEqualTo("PT1H");
        assertThat(document.getBoolean("rules[0].enabled")).isTrue();
        assertThat(document.getList("rules.kind")).hasSize(11).doesNotHaveDuplicates();
        assertThat(document.getList("channels.type")).isEqualTo(List.of("email"));
        assertThat(document.getString("recipient")).isNull();
    }

    @Test
    void whatIsShownCanBePutBackAndSecretsStay() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        site.put("/alerts", """
                        {"rules":[{"kind":"failed_sends","threshold":3,"window":"PT5M","enabled":true}],
                         "recipient":"ops@shop.example",
                         "channels":[{"type":"webhook","url":"https://hooks.example/x"},{"type":"email"}]}
                        """).then().statusCode(200).body("channels[0].secret", startsWith("whsec_"));
        String shown = site.get("/alerts").asString();

        // When
        site.put("/alerts", shown).then().statusCode(200).body("channels[0].secret", equalTo("set"));

        // Then
        assertThat(site.get("/alerts").asString()).isEqualTo(shown);
        assertThat(new JsonPath(shown).getInt("rules[0].threshold")).isEqualTo(3);
        assertThat(sql.number(
                        "SELECT count(*) FROM deliverability.alert_settings s WHERE site = ? AND s::text ~ 'ops@|hooks.example|whsec'",
                        site.site().value()))
                .isZero();
    }

    @Test
    void aBadDocumentIsRefusedWithItsPlaceAndChangesNothing() {
        SiteApi site = SiteApi.ofNewSite(sites);

        refused(site, "{\"rules\":[{\"kind\":\"moon_phase\"}]}", "/rules/0/kind");
        refused(site, "{\"rules\":[{\"kind\":\"quiet\"},{\"kind\":\"quiet\"}]}", "/rules/1/kind");
        refused(site, "{\"rules\":[{\"kind\":\"quiet\",\"threshold\":-1}]}", "/rules/0/threshold");
        refused(site, "{\"rules\":[{\"kind\":\"quiet\",\"window\":\"PT1S\"}]}", "/rules/0/window");
        refused(site, "{\"rules\":[{\"kind\":\"quiet\",\"window\":\"soon\"}]}", "/rules/0/window");
        refused(site, "{\"recipient\":\"a@b@c\"}", "/recipient");
        refused(site, "{\"recipient\":\"a@shop.example\\r\\nBcc: b@shop.example\"}", "/recipient");
        refused(site, "{\"channels\":[]}", "/channels");
        refused(site, "{\"channels\":[{\"type\":\"webhook\"}]}", "/channels/0/url");
        refused(site, "{\"channels\":[{\"type\":\"webhook\",\"url\":\"ftp://a.example/\"}]}", "/channels/0/url");
        refused(site, "{\"channels\":[{\"type\":\"webhook\",\"url\":\"https://u:p@a.example/\"}]}", "/channels/0/url");
        refused(site, "{\"moo\":1}", "/moo");
        assertThat(site.get("/alerts").jsonPath().getList("channels")).hasSize(1);
    }

    @Test
    void aHookInsideTheHouseIsRefused() {
        SiteApi site = SiteApi.ofNewSite(sites);

        for (String url : List.of(
                "https://169.254.169.254/latest",
                "https://10.0.0.1/",
                "https://[::ffff:192.168.1.1]/",
                "http://hooks.example/x")) {
            refused(site, "{\"channels\":[{\"type\":\"webhook\",\"url\":\"" + url + "\"}]}", "/channels/0/url");
        }
    }

    @Test
    void aTestTriesAllChannelsAndSaysWhatCameOfEach() {
        try (TestHook hook = TestHook.answering(204)) {
            SiteApi site = SiteApi.ofNewSite(sites);
            site.put("/alerts", """
                            {"recipient":"test-of-alerts@shop.example",
                             "channels":[{"type":"email"},{"type":"webhook","url":"%s","format":"discord"},
                                         {"type":"webhook","url":"%s","format":"teams"}]}
                            """.formatted(hook.url(), hook.url())).then().statusCode(200);

            site.post("/alerts/test")
                    .then()
                    .statusCode(200)
                    .body("delivered", hasSize(3))
                    .body("delivered.channel", equalTo(List.of("email", "discord", "teams")))
                    .body("delivered.ok", equalTo(List.of(true, true, true)));
            assertThat(smtp.mailsWith("test-of-alerts@shop.example")).hasSize(1);
            assertThat(hook.calls()).extracting(TestHook.Call::body).anySatisfy(body -> assertThat(body)
                    .contains("AdaptiveCard"));
            site.get("/alerts/history").then().body("data", hasSize(0));
        }
    }

    private static void refused(SiteApi site, String body, String pointer) {
        site.put("/alerts", body).then().statusCode(422).body("errors[0].pointer", equalTo(pointer));
    }
}
