package io.asteris.dispatcher.settings;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.asteris.contract.Topic;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.dispatcher.DispatcherApi;
import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.asteris.testing.TestSites;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ProviderSettingsTest {
    private static final String GOOD = """
            {"preset":"smtp","settings":{"host":"smtp.example.com","username":"shop@shop.example","password":"canary-secret"}}
            """;

    TestServers servers;
    TestSites sites;
    Sql sql;
    private DispatcherApi site;

    @BeforeEach
    void openSite() {
        site = DispatcherApi.ofNewSite(sites);
    }

    @Test
    void allSixPresetsAreShownWithTheirFieldsAndHints() {
        api().get("/presets")
                .then()
                .statusCode(200)
                .body("data.preset", hasItems("gmail", "microsoft365", "sendgrid", "mailgun", "ses", "smtp"))
                .body(
                        "data.find { it.preset == 'smtp' }.fields.name",
                        hasItems("host", "port", "encryption", "username", "password"))
                .body("data.find { it.preset == 'smtp' }.fields.find { it.name == 'port' }.default", equalTo(587))
                .body("data.find { it.preset == 'smtp' }.fields.find { it.name == 'password' }.secret", equalTo(true))
                .body(
                        "data.find { it.preset == 'sendgrid' }.fields.name",
                        hasItems("api_key", "region", "base_url", "from_email"))
                .body(
                        "data.find { it.preset == 'mailgun' }.fields.name",
                        hasItems("api_key", "region", "domain", "base_url"))
                .body(
                        "data.find { it.preset == 'ses' }.fields.name",
                        hasItems("access_key_id", "secret_access_key", "region", "configuration_set", "endpoint"));
    }

    @Test
    void theFirstProviderBecomesTheDefaultAndIsToldOf() {
        // When
        put("main", GOOD).statusCode(200).body("state", equalTo("ok")).body("settings.port", equalTo(587));

        // Then
        api().get("/routing").then().body("default", equalTo("main")).body("fallbacks.size()", equalTo(0));
        var told = servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(site.site() + "/provider/main"))
                .as(ProviderChanged.class);
        assertThat(told.isDefault()).isTrue();
        assertThat(told.state()).isEqualTo(ProviderChanged.State.OK);
        var routing = servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(site.site() + "/routing/routing"))
                .as(RoutingChanged.class);
        assertThat(routing.defaultProvider()).isEqualTo("main");
    }

    @Test
    void aSecretIsNeitherShownNorStoredInClearNorToldAndStaysWhenItIsNotGiven() {
        // Given
        put("main", GOOD).statusCode(200).body("settings.password", equalTo("set"));
        String sealed = secrets();

        // When
        put("main", """
                        {"preset":"smtp","settings":{"host":"smtp.example.org","username":"shop@shop.example","password":"set"}}
                        """).statusCode(200).body("settings.password", equalTo("set"));

        // Then
        assertThat(sealed).startsWith("eyJ").doesNotContain("canary");
        assertThat(secrets()).startsWith("eyJ");
        assertThat(api().get("/providers").asString()).doesNotContain("canary");
        assertThat(api().get("/provider/status").asString())
                .doesNotContain("canary")
                .contains("\"password\":\"set\"");
        assertThat(sql.rows("SELECT provider::text AS it FROM dispatcher.provider")
                        .toString())
                .doesNotContain("canary");
        assertThat(servers.topic(Topic.SETTINGS).all())
                .noneMatch(record -> record.json().contains("canary"));
    }

    @Test
    void aSecretThatIsGivenEmptyIsForgotten() {
        put("main", GOOD).statusCode(200);

        put("main", "{\"preset\":\"smtp\",\"settings\":{\"host\":\"smtp.example.com\",\"password\":\"\"}}")
                .statusCode(200)
                .body("settings.password", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                              | /preset
            {"preset":"pigeon"}                                                             | /preset
            {"preset":"sendgrid","settings":{}}                                             | /settings/api_key
            {"preset":"sendgrid","settings":{"api_key":"a\\nX: y"}}                          | /settings/api_key
            {"preset":"sendgrid","settings":{"api_key":"x","region":"mars"}}                | /settings/region
            {"preset":"sendgrid","settings":{"api_key":"x","base_url":"not a URL"}}         | /settings/base_url
            {"preset":"sendgrid","settings":{"api_key":"x","base_url":"https://a.example/v3"}} | /settings/base_url
            {"preset":"sendgrid","settings":{"api_key":"x","base_url":"https://10.0.0.1"}}  | /settings/base_url
            {"preset":"sendgrid","settings":{"api_key":"x","base_url":"http://8.8.8.8"}}    | /settings/base_url
            {"preset":"mailgun","settings":{"api_key":"x","domain":"mg.example.com","region":"asia"}} | /settings/region
            {"preset":"mailgun","settings":{"api_key":"x","region":"us"}}                   | /settings/domain
            {"preset":"mailgun","settings":{"api_key":"x","region":"us","domain":"a/b"}}    | /settings/domain
            {"preset":"mailgun","settings":{"api_key":"x","region":"us","domain":"a.example","base_url":"ftp://a.example"}} | /settings/base_url
            {"preset":"ses","settings":{"secret_access_key":"x","region":"eu-west-1"}}      | /settings/access_key_id
            {"preset":"ses","settings":{"access_key_id":"x","region":"eu-west-1"}}          | /settings/secret_access_key
            {"preset":"ses","settings":{"access_key_id":"x","secret_access_key":"y"}}       | /settings/region
            {"preset":"ses","settings":{"access_key_id":"x","secret_access_key":"y","region":"mars-1"}} | /settings/region
            {"preset":"ses","settings":{"access_key_id":"x","secret_access_key":"y","region":"eu-west-1","configuration_set":"a b"}} | /settings/configuration_set
            {"preset":"ses","settings":{"access_key_id":"x","secret_access_key":"y","region":"eu-west-1","endpoint":"https://169.254.169.254"}} | /settings/endpoint
            {"preset":"smtp"}                                                               | /settings/host
            {"preset":"smtp","settings":{"host":""}}                                        | /settings/host
            {"preset":"smtp","settings":{"host":7}}                                         | /settings/host
            {"preset":"smtp","settings":{"host":"https://smtp.example.com"}}                | /settings/host
            {"preset":"smtp","settings":{"host":"a b.example.com"}}                         | /settings/host
            {"preset":"smtp","settings":{"host":"smtp.example.com","port":"587"}}           | /settings/port
            {"preset":"smtp","settings":{"host":"smtp.example.com","port":0}}               | /settings/port
            {"preset":"smtp","settings":{"host":"smtp.example.com","port":65536}}           | /settings/port
            {"preset":"smtp","settings":{"host":"192.0.2.1","port":25}}                     | /settings/port
            {"preset":"smtp","settings":{"host":"192.0.2.1","encryption":"none"}}           | /settings/encryption
            {"preset":"smtp","settings":{"host":"smtp.example.com","encryption":"ssl3"}}    | /settings/encryption
            {"preset":"smtp","settings":{"host":"smtp.example.com","username":"me"}}        | /settings/password
            {"preset":"smtp","settings":{"host":"smtp.example.com","password":"p"}}         | /settings/username
            {"preset":"smtp","settings":{"host":"smtp.example.com","password":"set"}}       | ok
            {"preset":"smtp","settings":{"host":"smtp.example.com","colour":"red"}}         | /settings/colour
            {"preset":"smtp","settings":{"host":"smtp.example.com","from_email":"nobody"}}  | /settings/from_email
            {"preset":"smtp","settings":{"host":"smtp.example.com"},"from_domains":["a b"]} | /from_domains/0
            {"preset":"smtp","settings":{"host":"smtp.example.com"},"from_email":"nobody"}  | /from_email
            {"preset":"smtp","settings":{"host":"smtp.example.com"},"name":"other"}         | /name
            {"preset":"smtp","settings":{"host":"smtp.example.com"},"colour":"red"}         | /colour
            """)
    void eachBadSettingIsRefusedByItsName(String body, String pointer) {
        ValidatableResponse answer = put("main", body);

        if (pointer.equals("ok")) {
            answer.statusCode(200);
        } else {
            answer.statusCode(422).body("errors.pointer", hasItem(pointer));
            assertThat(sql.number(
                            "SELECT count(*) FROM dispatcher.provider WHERE site = ?",
                            site.site().value()))
                    .isZero();
        }
    }

    @Test
    void plainTextIsAllowedTowardsAHostThatTheOperatorNamed() {
        put("main", "{\"preset\":\"smtp\",\"settings\":{\"host\":\"127.0.0.1\",\"port\":25,\"encryption\":\"none\"}}")
                .statusCode(200);
    }

    @Test
    void aChangeAgainstAnOldDocumentIsRefused() {
        // Given
        put("main", GOOD).statusCode(200);
        String tag = api().get("/providers/main").header("ETag");
        put("main", GOOD.replace("smtp.example.com", "smtp.example.net")).statusCode(200);

        // When
        int status =
                api().header("If-Match", tag).body(GOOD).put("/providers/main").statusCode();

        // Then
        assertThat(status).isEqualTo(412);
    }

    @Test
    void aProviderInUseStaysAndAnUnusedOneGoes() {
        // Given
        put("main", GOOD).statusCode(200);
        put("spare", GOOD).statusCode(200);

        // When
        int used = api().delete("/providers/main").statusCode();
        int unused = api().delete("/providers/spare").statusCode();

        // Then
        assertThat(used).isEqualTo(409);
        assertThat(unused).isEqualTo(204);
        assertThat(api().get("/providers/spare").statusCode()).isEqualTo(404);
        servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(site.site() + "/provider/spare")
                        && record.as(ProviderChanged.class).state() == ProviderChanged.State.REMOVED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"default":"nobody"}                                                          | /default
            {"fallbacks":["main"]}                                                        | /default
            {"default":"main","fallbacks":["nobody"]}                                     | /fallbacks/0
            {"default":"main","fallbacks":["spare","spare"]}                              | /fallbacks/1
            {"default":"main","rules":[{"source":"core"}]}                                | /rules/0/provider
            {"default":"main","rules":[{"provider":"main"}]}                              | /rules/0
            {"default":"main","rules":[{"provider":"main","from_domain":"a b"}]}          | /rules/0/from_domain
            {"default":"main","colour":"red"}                                             | /colour
            """)
    void eachBadRoutingIsRefusedByItsPlace(String body, String pointer) {
        put("main", GOOD).statusCode(200);
        put("spare", GOOD).statusCode(200);

        api().body(body).put("/routing").then().statusCode(422).body("errors.pointer", hasItem(pointer));
        api().get("/routing").then().body("default", equalTo("main"));
    }

    @Test
    void aNewDefaultIsToldOfWithBothProviders() {
        // Given
        put("main", GOOD).statusCode(200);
        put("spare", GOOD).statusCode(200);

        // When
        api().body(
                        "{\"default\":\"spare\",\"fallbacks\":[\"main\"],\"rules\":[{\"source\":\"core\",\"provider\":\"main\"}]}")
                .put("/routing")
                .then()
                .statusCode(200)
                .body("rules[0].source", equalTo("core"));

        // Then
        servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(site.site() + "/provider/spare")
                        && record.as(ProviderChanged.class).isDefault());
        servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(site.site() + "/provider/main")
                        && !record.as(ProviderChanged.class).isDefault());
    }

    @Test
    void anotherSiteSeesNothingOfIt() {
        // Given
        put("main", GOOD).statusCode(200);
        DispatcherApi stranger = DispatcherApi.ofNewSite(sites);

        // Then
        stranger.request().get("/providers").then().body("data.size()", equalTo(0));
        assertThat(stranger.request().get("/providers/main").statusCode()).isEqualTo(404);
        assertThat(stranger.request()
                        .post("/lanes/" + site.site() + "/main/pause")
                        .statusCode())
                .isEqualTo(404);
        assertThat(stranger.request().get("/provider/status").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyWithoutTheScopeChangesNothing() {
        var reader = DispatcherApi.of(sites.create("settings:read"));

        assertThat(reader.request().body(GOOD).put("/providers/main").statusCode())
                .isEqualTo(403);
        assertThat(given().basePath(Api.BASE).get("/providers").statusCode()).isEqualTo(401);
    }

    @Test
    void aTestThatCannotConnectSaysWhy() {
        put("main", "{\"preset\":\"smtp\",\"settings\":{\"host\":\"127.0.0.1\",\"port\":1,\"encryption\":\"none\"}}")
                .statusCode(200);

        api().post("/provider/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("answer", containsString("127.0.0.1"));
    }

    private String secrets() {
        return String.valueOf(sql.rows(
                        "SELECT secrets FROM dispatcher.provider WHERE site = ?",
                        site.site().value())
                .getFirst()
                .get("secrets"));
    }

    private ValidatableResponse put(String name, String body) {
        return api().body(body).put("/providers/" + name).then();
    }

    private RequestSpecification api() {
        return site.request();
    }
}
