package io.asteris.deliverability;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** As long as a path is not built, it says so to those who may call it, and keeps the others out. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class HonestAnswersTest {
    TestSites sites;

    @Test
    void anOwnerLearnsThatThePathsAreNotBuiltYet() {
        String key = sites.create("settings:read", "settings:write").key();

        await().untilAsserted(() -> notBuilt(key, "GET", "/dns-check?domain=shop.example"));
        notBuilt(key, "GET", "/alerts");
        notBuilt(key, "PUT", "/alerts");
        notBuilt(key, "GET", "/alerts/history");
        notBuilt(key, "POST", "/alerts/test");
    }

    @Test
    void nobodyElseIsLetIn() {
        given().get(Api.BASE + "/alerts").then().statusCode(401);
        given().get(Api.BASE + "/dns-check").then().statusCode(401);
    }

    private static void notBuilt(String key, String method, String path) {
        given().header("Authorization", "Bearer " + key)
                .request(method, Api.BASE + path)
                .then()
                .statusCode(501)
                .contentType(Api.PROBLEM_JSON)
                .body("code", equalTo("not_implemented"));
    }
}
