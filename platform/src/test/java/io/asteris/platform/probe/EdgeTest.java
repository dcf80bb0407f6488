package io.asteris.platform.probe;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.ApiKey;
import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and what the others are told. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class EdgeTest {
    private static final String PROBE = Api.BASE + "/probe";

    TestSites sites;
    private TestSite site;

    @BeforeEach
    void makeASite() {
        site = sites.create("logs:read", "send");
        await().untilAsserted(() -> as(site.key()).get(PROBE).then().statusCode(200));
    }

    @Test
    void aKeyOpensItsOwnSite() {
        as(site.key())
                .get(PROBE)
                .then()
                .statusCode(200)
                .body("site", equalTo(site.site().value()));
    }

    @Test
    void aKeyMayTravelAsABasicPassword() {
        String pair = Base64.getEncoder().encodeToString(("anybody:" + site.key()).getBytes(StandardCharsets.UTF_8));

        given().header("Authorization", "Basic " + pair).get(PROBE).then().statusCode(200);
    }

    @Test
    void withoutAKeyOrWithAWrongOneNobodyIsLetIn() {
        problem(given().get(PROBE), 401, "unauthenticated").header("WWW-Authenticate", startsWith("Bearer"));
        for (String header :
                List.of("Bearer nonsense", "Bearer " + ApiKey.mint().text(), "Basic !", "Digest x", "Bearer")) {
            problem(given().header("Authorization", header).get(PROBE), 401, "unauthenticated");
        }
        String wrongSecret = site.key().substring(0, 13) + "A".repeat(43);
        problem(as(wrongSecret).get(PROBE), 401, "unauthenticated");
    }

    @Test
    void aScopeThatIsMissingIsNamed() {
        TestSite other = sites.create("send");
        await().untilAsserted(() -> problem(as(other.key()).get(PROBE), 403, "forbidden")
                .body("detail", startsWith("The API key lacks the scope logs:read")));
    }

    @Test
    void aMethodThatNobodyOpenedIsClosed() {
        problem(as(sites.admin().key()).get(PROBE + "/forgotten"), 403, "forbidden");
        given().get(PROBE + "/public").then().statusCode(200);
    }

    @Test
    void aRevokedOrExpiredKeyIsRefusedWithinFiveSeconds() {
        revoke(true, null);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> problem(as(site.key()).get(PROBE), 401, "unauthenticated"));
        revoke(false, null);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> as(site.key()).get(PROBE).then().statusCode(200));
        revoke(false, Instant.EPOCH);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> problem(as(site.key()).get(PROBE), 401, "unauthenticated"));
    }

    @Test
    void anAdminKeyNamesTheSite() {
        String admin = sites.admin().key();
        await().untilAsserted(() -> as(admin).get(PROBE + "/operator").then().statusCode(200));

        problem(as(admin).get(PROBE), 422, "invalid").body("errors[0].pointer", equalTo("X-Asteris-Site"));
        problem(as(admin).header("X-Asteris-Site", "nowhere").get(PROBE), 404, "not_found");
        problem(as(admin).header("X-Asteris-Site", "Not An Id").get(PROBE), 404, "not_found");
        as(admin)
                .header("X-Asteris-Site", site.site().value())
                .get(PROBE)
                .then()
                .body("site", equalTo(site.site().value()));
    }

    @Test
    void aSitesOwnKeyCannotNameAnother() {
        TestSite other = sites.create("logs:read");

        as(site.key())
                .header("X-Asteris-Site", other.site().value())
                .get(PROBE)
                .then()
                .body("site", equalTo(site.site().value()));
        problem(as(site.key()).get(PROBE + "/operator"), 403, "forbidden");
    }

    @Test
    void everyErrorIsAProblem() {
        problem(as(site.key()).get(Api.BASE + "/no-such-path"), 404, "not_found");
        problem(as(site.key()).delete(PROBE), 405, "method_not_allowed");
        problem(as(site.key()).contentType("text/plain").body("x").post(PROBE), 415, "unsupported_media_type");
        problem(as(site.key()).contentType("application/json").body("{").post(PROBE), 400, "unreadable");
        problem(
                        as(site.key())
                                .contentType("application/json")
                                .body("{\"nome\":1}")
                                .post(PROBE),
                        422,
                        "invalid")
                .body("errors[0].pointer", equalTo("/nome"));
    }

    @Test
    void aFaultOfOursTellsAnIdAndNothingElse() {
        problem(given().get(PROBE + "/fault"), 500, "internal")
                .body("instance", startsWith("urn:uuid:"))
                .body("detail", not(Matchers.containsString("secret")));
    }

    private void revoke(boolean revoked, @Nullable Instant expiresAt) {
        String id = ApiKey.parse(site.key()).orElseThrow().id();
        var key = new SiteChanged.Key(id, TestSites.hash(site.key()), Set.of("logs:read"), expiresAt, revoked);
        sites.publish(new SiteChanged(
                new SiteId(site.site().value()),
                "n",
                SiteChanged.State.ACTIVE,
                "UTC",
                List.of(),
                null,
                false,
                null,
                List.of(key),
                null));
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static io.restassured.response.ValidatableResponse problem(Response answer, int status, String code) {
        return answer.then()
                .statusCode(status)
                .contentType(startsWith(Api.PROBLEM_JSON))
                .body("status", equalTo(status))
                .body("data.status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", notNullValue())
                .body("title", notNullValue())
                .body("message", notNullValue())
                .body("$", hasKey("detail"));
    }
}
