package io.asteris.dispatcher;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.platform.http.Api;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;

/** The service's API in the hands of one site. */
public final class DispatcherApi {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final TestSite site;

    private DispatcherApi(TestSite site) {
        this.site = site;
    }

    /** A new site with its owner's key, once the service knows it. */
    public static DispatcherApi ofNewSite(TestSites sites) {
        return of(sites.create("settings:read", "settings:write"));
    }

    /** A site in the hands of that key, once the service knows it. */
    public static DispatcherApi of(TestSite site) {
        var api = new DispatcherApi(site);
        await().atMost(BOUND)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> api.request().get("/providers").statusCode() == 200);
        return api;
    }

    /** The site. */
    public SiteId site() {
        return site.site();
    }

    /** A request with the site's key; its body, if any, is JSON. */
    public RequestSpecification request() {
        return given().basePath(Api.BASE)
                .header("Authorization", site.authorization())
                .contentType("application/json");
    }

    /** Makes the provider {@code main}, or gives it other settings. */
    public void provide(String preset, Map<String, ?> settings) {
        request()
                .body(Map.of("preset", preset, "settings", settings))
                .put("/providers/main")
                .then()
                .statusCode(200);
    }
}
