package io.asteris.ingest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** As long as a path is not built, it says so to those who may call it, and keeps the others out. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class HonestAnswersTest {
    TestSites sites;

    @Test
    void anOwnerLearnsThatThePathsAreNotBuiltYet() {
        String key = sites.create("settings:read", "settings:write", "suppressions:read", "suppressions:write")
                .key();

        await().untilAsserted(() -> notBuilt(as(key), "GET", "/webhooks"));
        notBuilt(as(key), "PUT", "/webhooks");
        notBuilt(as(key), "GET", "/suppressions");
        notBuilt(as(key), "POST", "/suppressions");
        notBuilt(as(key), "DELETE", "/suppressions/anna%40example.com");
        notBuilt(as(key), "GET", "/suppressions/export");
        notBuilt(as(key), "POST", "/suppressions/import");
    }

    @Test
    void aProviderIsToldToTryAgain() {
        notBuilt(given(), "POST", "/webhook/sendgrid");
        notBuilt(given(), "POST", "/webhook/ses/one");
    }

    @Test
    void nobodyElseIsLetIn() {
        given().get(Api.BASE + "/suppressions").then().statusCode(401);
        given().get(Api.BASE + "/webhooks").then().statusCode(401);
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static void notBuilt(RequestSpecification caller, String method, String path) {
        caller.urlEncodingEnabled(false)
                .request(method, Api.BASE + path)
                .then()
                .statusCode(501)
                .contentType(Api.PROBLEM_JSON)
                .body("code", equalTo("not_implemented"));
    }
}
