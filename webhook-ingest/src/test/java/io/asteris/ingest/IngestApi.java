package io.asteris.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.SiteId;
import io.asteris.platform.http.Api;
import io.asteris.testing.TestSite;
import io.asteris.testing.TestSites;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The service in the hands of one site and of its providers. */
public final class IngestApi {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String[] OWNER = {
        "settings:read", "settings:write", "suppressions:read", "suppressions:write", "send"
    };

    private final TestSite site;

    private IngestApi(TestSite site) {
        this.site = site;
    }

    /** A new site with its owner's key, once the service knows it. */
    public static IngestApi ofNewSite(TestSites sites) {
        return of(sites.create(OWNER));
    }

    /** A site in the hands of that key. */
    public static IngestApi of(TestSite site) {
        var api = new IngestApi(site);
        await().atMost(BOUND).pollInterval(POLL).untilAsserted(() -> assertThat(
                        api.get("/suppressions").statusCode())
                .isNotIn(401, 503));
        return api;
    }

    /** The site. */
    public SiteId site() {
        return site.site();
    }

    /** Reads something as the owner. */
    public Response get(String path) {
        return owner().get(Api.BASE + path);
    }

    /** Puts a document as the owner. */
    public Response put(String path, String json) {
        return owner().contentType("application/json").body(json).put(Api.BASE + path);
    }

    /** Posts a document as the owner. */
    public Response post(String path, String json) {
        return owner().contentType("application/json").body(json).post(Api.BASE + path);
    }

    /** Posts CSV as the owner. */
    public Response importCsv(String csv) {
        return owner().contentType("text/csv")
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post(Api.BASE + "/suppressions/import");
    }

    /** Deletes something as the owner. */
    public Response delete(String path) {
        return owner().delete(Api.BASE + path);
    }

    /** Sets the site's webhooks. */
    public void webhooks(String json) {
        put("/webhooks", json).then().statusCode(200);
    }

    /** Posts as a provider, to the path that names the site. */
    public Response report(String provider, Map<String, String> headers, byte[] body) {
        return reportTo("/webhook/" + provider + "/" + site(), headers, body);
    }

    /** Posts as a provider to a path. */
    public static Response reportTo(String path, Map<String, String> headers, byte[] body) {
        return raw().headers(headers).body(body).post(Api.BASE + path);
    }

    /** The reasons of all addresses on the site's own list, by address. */
    public Map<String, String> list() {
        Map<String, String> list = new TreeMap<>();
        List<Map<String, Object>> rows =
                get("/suppressions?limit=200").jsonPath().getList("data");
        rows.stream()
                .filter(row -> row.get("scope").equals("site"))
                .forEach(row -> list.put((String) row.get("email"), (String) row.get("reason")));
        return list;
    }

    /** Waits until the list is exactly this. */
    public void awaitList(Map<String, String> expected) {
        await().atMost(BOUND).pollInterval(POLL).untilAsserted(() -> assertThat(list())
                .isEqualTo(expected));
    }

    private RequestSpecification owner() {
        return raw().header("Authorization", site.authorization());
    }

    /** Nothing may touch what is signed: no charset is added, no path is encoded again. */
    private static RequestSpecification raw() {
        var encoding = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.BINARY);
        return given().config(RestAssuredConfig.config().encoderConfig(encoding))
                .urlEncodingEnabled(false);
    }
}
