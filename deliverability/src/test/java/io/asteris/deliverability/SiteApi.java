package io.asteris.deliverability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.platform.http.Api;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.restassured.response.Response;
import java.time.Duration;

/** The service's API in the hands of one site. */
public final class SiteApi {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final TestSite site;

    private SiteApi(TestSite site) {
        this.site = site;
    }

    /** A new site with its owner's key, once the service knows it. */
    public static SiteApi ofNewSite(TestSites sites) {
        return of(sites.create("settings:read", "settings:write"));
    }

    /** A known site, once the service knows it. */
    public static SiteApi of(TestSite site) {
        var api = new SiteApi(site);
        await().atMost(BOUND).pollInterval(POLL).untilAsserted(() -> assertThat(
                        api.get("/dns-check/settings").statusCode())
                .isEqualTo(200));
        return api;
    }

    /** The site. */
    public SiteId site() {
        return site.site();
    }

    /** Calls it. */
    public Response get(String path) {
        return given().header("Authorization", site.authorization()).get(Api.BASE + path);
    }

    /** Calls it. */
    public Response put(String path, String json) {
        return given().header("Authorization", site.authorization())
                .contentType("application/json")
                .body(json)
                .put(Api.BASE + path);
    }

    /** Calls it. */
    public Response post(String path) {
        return given().header("Authorization", site.authorization()).post(Api.BASE + path);
    }
}
