package io.asteris.deliverability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.contract.event.ProviderChanged.Dkim;
import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The DNS check over REST. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
@WithTestResource(Edges.class)
class DnsCheckTest {
    @Inject
    TestFacts facts;

    TestSites sites;

    @Test
    void anOwnerSeesWhatIsFoundAndWhatIsExpected() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        facts.provider(site.site(), "gmail", "good.test");
        await().untilAsserted(
                        () -> assertThat(site.get("/dns-check").statusCode()).isEqualTo(200));

        // When
        JsonPath report = site.get("/dns-check").jsonPath();

        // Then
        assertThat(report.getString("domain")).isEqualTo("good.test");
        assertThat(report.getString("provider")).isEqualTo("main");
        assertThat(report.getString("spf.verdict")).isEqualTo("pass");
        assertThat(report.getString("spf.found[0].value")).isEqualTo("v=spf1 include:_spf.google.com ~all");
        assertThat(report.getString("spf.rfc")).contains("7208");
        assertThat(report.getString("dkim.verdict")).isEqualTo("missing");
        assertThat(report.getString("dkim.expected[0].name")).isEqualTo("google._domainkey.good.test");
        assertThat(report.getString("dmarc.verdict")).isEqualTo("pass");
        assertThat(report.getString("mx.verdict")).isEqualTo("pass");
        assertThat(report.getString("checked_at")).isNotBlank();
    }

    @Test
    void whatTheOwnerTellsOnceIsLookedFor() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        facts.provider(site.site(), "ses", "good.test");
        await().untilAsserted(() -> site.get("/dns-check?domain=good.test")
                .then()
                .body("preset", equalTo("ses"))
                .body("dkim.verdict", equalTo("unknown")));

        // When
        site.put("/dns-check/settings", "{\"domains\":[{\"domain\":\"Good.test\",\"tokens\":[\"tok1\"]}]}")
                .then()
                .statusCode(200)
                .body("domains[0].domain", equalTo("good.test"));

        // Then
        site.get("/dns-check?domain=good.test")
                .then()
                .body("dkim.verdict", equalTo("missing"))
                .body("dkim.expected[0].name", equalTo("tok1._domainkey.good.test"))
                .body("dkim.expected[0].value", equalTo("tok1.dkim.amazonses.com"));
    }

    @Test
    void whatTheProviderTellsIsExpectedUntilTheOwnerSaysOtherwise() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        facts.provider(
                site.site(),
                "ses",
                List.of(
                        new Dkim(null, "told1", "good.test", null, null),
                        new Dkim(null, "told2", "good.test", null, "told2.dkim.eu-south-9.amazonses.com"),
                        new Dkim(null, "other", "other.test", null, null)),
                "good.test");

        // Then
        await().untilAsserted(() -> site.get("/dns-check?domain=good.test")
                .then()
                .body("dkim.verdict", equalTo("missing"))
                .body("dkim.expected.size()", equalTo(2))
                .body("dkim.expected[0].name", equalTo("told1._domainkey.good.test"))
                .body("dkim.expected[0].value", equalTo("told1.dkim.amazonses.com"))
                .body("dkim.expected[1].value", equalTo("told2.dkim.eu-south-9.amazonses.com"))
                .body("source", containsString("Amazon SES itself")));

        // When
        site.put("/dns-check/settings", "{\"domains\":[{\"domain\":\"good.test\",\"tokens\":[\"typed\"]}]}")
                .then()
                .statusCode(200);

        // Then
        site.get("/dns-check?domain=good.test")
                .then()
                .body("dkim.expected.size()", equalTo(1))
                .body("dkim.expected[0].name", equalTo("typed._domainkey.good.test"))
                .body("source", containsString("owner named"));
    }

    @Test
    void whatMailgunTellsIsExpectedToTheLetter() {
        // Given
        SiteApi site = SiteApi.ofNewSite(sites);
        facts.provider(
                site.site(),
                "mailgun",
                List.of(new Dkim("k7", null, "mg.good.test", "TXT", "k=rsa; p=MIGf")),
                "good.test");

        // Then
        await().untilAsserted(() -> site.get("/dns-check?domain=good.test")
                .then()
                .body("dkim.verdict", equalTo("missing"))
                .body("dkim.expected[0].name", equalTo("k7._domainkey.mg.good.test"))
                .body("dkim.expected[0].type", equalTo("TXT"))
                .body("dkim.expected[0].value", equalTo("k=rsa; p=MIGf"))
                .body("source", containsString("Mailgun itself")));
    }

    @Test
    void aBadDomainOrDocumentIsRefusedAndChangesNothing() {
        SiteApi site = SiteApi.ofNewSite(sites);

        for (String domain : new String[] {"a..b", "no domain", "-x-.test", "1.2.3.4", "x", "a.test%0d%0ab"}) {
            assertThat(site.get("/dns-check?domain=" + domain).statusCode())
                    .as(domain)
                    .isEqualTo(422);
        }
        assertThat(site.get("/dns-check").statusCode()).isEqualTo(422);
        site.put("/dns-check/settings", "{\"domains\":[{\"domain\":\"a.test\",\"selectors\":[\"not a label\"]}]}")
                .then()
                .statusCode(422);
        site.put("/dns-check/settings", "{\"domain\":1}").then().statusCode(422);
        site.get("/dns-check/settings").then().body("domains.size()", equalTo(0));
    }

    @Test
    void nobodyElseIsLetIn() {
        given().get(Api.BASE + "/dns-check").then().statusCode(401);
        given().get(Api.BASE + "/dns-check/settings").then().statusCode(401);
        given().get(Api.BASE + "/alerts").then().statusCode(401);
    }
}
