package io.asteris.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.http.Api;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;

/** The log's API in the hands of one site. */
final class LogApi {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String[] OWNER = {
        "logs:read", "logs:write", "bodies:read", "settings:read", "settings:write", "send"
    };

    private final TestSite site;

    private LogApi(TestSite site) {
        this.site = site;
    }

    /** A new site with its owner's key, once the service knows it. */
    static LogApi ofNewSite(TestSites sites) {
        return of(sites.create(OWNER));
    }

    /** A new site in that time zone with its owner's key, once the service knows it. */
    static LogApi ofNewSiteIn(ZoneId zone, TestSites sites) {
        return of(sites.createIn(zone, OWNER));
    }

    static LogApi of(TestSite site) {
        var api = new LogApi(site);
        await().atMost(BOUND).pollInterval(POLL).untilAsserted(() -> assertThat(
                        api.get("/logs/none").statusCode())
                .isNotIn(401, 503));
        return api;
    }

    SiteId site() {
        return site.site();
    }

    Response get(String path) {
        return given().header("Authorization", site.authorization()).get(Api.BASE + path);
    }

    Response get(String path, Map<String, ?> parameters) {
        return given().header("Authorization", site.authorization())
                .queryParams(parameters)
                .get(Api.BASE + path);
    }

    Response put(String path, String json) {
        return given().header("Authorization", site.authorization())
                .contentType("application/json")
                .body(json)
                .put(Api.BASE + path);
    }

    Response post(String path) {
        return given().header("Authorization", site.authorization()).post(Api.BASE + path);
    }

    Response post(String path, String json, Map<String, String> headers) {
        return given().header("Authorization", site.authorization())
                .headers(headers)
                .contentType("application/json")
                .body(json)
                .post(Api.BASE + path);
    }

    Response delete(String path) {
        return given().header("Authorization", site.authorization()).delete(Api.BASE + path);
    }

    /** The entry once it has that status and all that happened: the status alone may be known before. */
    JsonPath entry(MessageId message, String status, int things) {
        await().atMost(BOUND).pollInterval(POLL).untilAsserted(() -> assertThat(
                        entry(message, status).getList("timeline"))
                .hasSize(things));
        return entry(message, status);
    }

    /** The entry once it has that status. */
    JsonPath entry(MessageId message, String status) {
        await().atMost(BOUND).pollInterval(POLL).untilAsserted(() -> {
            Response answer = get("/logs/" + message);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getString("status")).isEqualTo(status);
        });
        return get("/logs/" + message).jsonPath();
    }
}
