package io.asteris.dispatcher.engine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.Topic;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.dispatcher.oauth.FakeOAuthServer;
import io.asteris.platform.http.Api;
import io.restassured.response.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of providers with a consent share: a fake server, and the owner's steps. */
abstract class OAuthTest extends EngineTest {
    static final String SECRET = "client-secret-canary";

    FakeOAuthServer server;

    @BeforeEach
    void openServer() {
        server = new FakeOAuthServer();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    /** Makes the provider {@code main}; with a refresh token it needs no consent. */
    void provide(String preset, String... refreshToken) {
        if (preset.equals("microsoft365")) {
            server.grant("Mail.Send User.Read");
            server.setTaken(new FakeOAuthServer.Scripted(202, Map.of(), ""));
        }
        Map<String, Object> settings = new HashMap<>(Map.of(
                "client_id", "client-1",
                "client_secret", SECRET,
                "authorise_url", server.origin(),
                "token_url", server.origin(),
                "base_url", server.origin()));
        if (refreshToken.length > 0) {
            settings.put("refresh_token", refreshToken[0]);
        }
        // All tests sign in with one token, and an account's limits hold for all sites that share it.
        Map<String, Integer> limits = Map.of("per_minute", 10_000, "per_day", 10_000, "at_once", 100);
        api().body(Map.of("preset", preset, "settings", settings, "limits", limits))
                .put("/providers/main")
                .then()
                .statusCode(200);
    }

    /** Makes a provider that has its tokens. */
    void provideAuthorised(String preset) {
        provide(preset, server.givenRefreshToken());
        await().atMost(SOON).untilAsserted(() -> assertThat(token("expires_at")).isNotNull());
        server.tokenCalls().clear();
    }

    /** The query of the consent screen's address. */
    Map<String, String> authorise() {
        String url = api().post("/providers/main/authorise")
                .then()
                .statusCode(200)
                .extract()
                .path("authorise_url");
        assertThat(url).startsWith(server.origin());
        Map<String, String> query = new HashMap<>();
        for (String field : URI.create(url).getRawQuery().split("&", -1)) {
            String[] pair = field.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** Comes back from the consent screen, as a browser does. */
    Response callBack(Map<String, String> query) {
        return given().basePath(Api.BASE).queryParams(query).get("/oauth/callback");
    }

    /** The whole consent, given. */
    Response consent() {
        Map<String, String> screen = authorise();
        return callBack(Map.of("state", screen.get("state"), "code", server.code(screen.get("code_challenge"))));
    }

    Object token(String column) {
        return sql.rows("SELECT " + column + " AS it FROM dispatcher.oauth_grant WHERE site = ?", siteId().value())
                .getFirst()
                .get("it");
    }

    String lane() {
        return api().get("/lanes").then().extract().path("data[0].state");
    }

    void awaitTold(ProviderChanged.State state) {
        servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(siteId() + "/provider/main")
                        && record.as(ProviderChanged.class).state() == state);
    }
}
