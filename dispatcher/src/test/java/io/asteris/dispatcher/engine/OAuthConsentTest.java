package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.asteris.contract.MessageId;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.dispatcher.DispatcherApi;
import io.asteris.dispatcher.oauth.FakeOAuthServer;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owner's way to the consent screen and back. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class OAuthConsentTest extends OAuthTest {
    @Test
    void mailWaitsForTheConsentAndGoesWithIt() {
        // Given
        provide("gmail");
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "queued");
        assertThat(lane()).isEqualTo("held");
        api().get("/providers/main").then().body("state", equalTo("authorise"));
        awaitTold(ProviderChanged.State.AUTHORISE);
        Map<String, String> screen = authorise();
        assertThat(screen)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "client-1")
                .containsEntry("access_type", "offline")
                .containsEntry("prompt", "consent")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "http://localhost:8080/wp-json/asteris/v1/smtp/oauth/callback");
        assertThat(screen.get("scope").split(" ", -1)).contains("https://www.googleapis.com/auth/gmail.send");

        // When
        callBack(Map.of("state", screen.get("state"), "code", server.code(screen.get("code_challenge"))))
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Cache-Control", "no-store")
                .body(containsString("Authorised"));

        // Then
        awaitState(message, "sent");
        assertThat(server.sends()).hasSize(1);
        assertThat(attempts(message, 1).getFirst().providerMessageId()).isEqualTo("18f3a0b1c2d3e4f5");
        api().get("/providers/main").then().body("state", equalTo("ok"));
        awaitTold(ProviderChanged.State.OK);
        Map<String, String> exchange = server.tokenCalls().getFirst();
        assertThat(exchange)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("redirect_uri", screen.get("redirect_uri"))
                .containsEntry("client_secret", SECRET);
    }

    @Test
    void aStateIsGoodOnce() {
        // Given
        provide("gmail");
        Map<String, String> screen = authorise();
        Map<String, String> back =
                Map.of("state", screen.get("state"), "code", server.code(screen.get("code_challenge")));
        callBack(back).then().statusCode(200);

        // When
        var again = callBack(back);

        // Then
        again.then().statusCode(400).body(containsString("not known here"));
        assertThat(server.tokenCalls()).hasSize(1);
        assertThat(sql.number("SELECT count(*) FROM dispatcher.oauth_consent WHERE site = ?", siteId().value()))
                .isZero();
    }

    @Test
    void aStateIsGoodForAFewMinutes() {
        // Given
        provide("gmail");
        Map<String, String> screen = authorise();
        sql.execute(
                "UPDATE dispatcher.oauth_consent SET expires_at = asteris.asteris_now() WHERE site = ?",
                siteId().value());

        // When
        var late = callBack(Map.of("state", screen.get("state"), "code", server.code(screen.get("code_challenge"))));

        // Then
        late.then().statusCode(400).body(containsString("not known here"));
        assertThat(server.tokenCalls()).isEmpty();
    }

    @Test
    void aConsentForOtherSettingsCountsForNothing() {
        // Given
        provide("gmail");
        Map<String, String> screen = authorise();
        provide("microsoft365");

        // When
        var late = callBack(Map.of("state", screen.get("state"), "code", server.code(screen.get("code_challenge"))));

        // Then
        late.then().statusCode(400).body(containsString("settings changed"));
        assertThat(server.tokenCalls()).isEmpty();
    }

    @Test
    void strangersCannotMakeUsLookUpAsMuchAsTheyLike() {
        // Given
        provide("gmail");
        Map<String, String> screen = authorise();
        Map<String, String> guess = Map.of("state", "x".repeat(43), "code", "c");

        // When
        Response refused = Stream.generate(() -> callBack(guess))
                .limit(500)
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();

        // Then
        refused.then()
                .contentType(containsString("text/html"))
                .header("Retry-After", "1")
                .body(containsString("Reload this page"));
        Map<String, String> back =
                Map.of("state", screen.get("state"), "code", server.code(screen.get("code_challenge")));
        await().atMost(SOON).until(() -> callBack(back).statusCode() == 200);
    }

    @Test
    void aCallBackThatNobodyBeganChangesNothing() {
        // When
        var unknown = callBack(Map.of("state", "x".repeat(43), "code", "c"));

        // Then
        unknown.then().statusCode(400).body(containsString("not known here"));
        callBack(Map.of()).then().statusCode(400);
        callBack(Map.of("state", "<script>", "error", "<script>alert(1)</script>"))
                .then()
                .statusCode(400)
                .body(not(containsString("<script>")));
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied,,declined",
        "access_denied,AADSTS90094: admin,admin approval",
        "<b>made_up</b>,<i>x</i>,refuses"
    })
    void aConsentThatIsNotGivenIsSaid(String error, String description, String words) {
        // Given
        provide("gmail");
        String state = authorise().get("state");

        // When
        var refused = callBack(
                Map.of("state", state, "error", error, "error_description", description == null ? "" : description));

        // Then
        refused.then()
                .statusCode(400)
                .body(containsString(words))
                .body(not(containsString("<b>")))
                .body(not(containsString("<i>")));
        assertThat(lane()).isEqualTo("held");
    }

    @Test
    void aConsentWithoutTheRightToSendIsNone() {
        // Given
        provide("gmail");
        server.grant("openid email");

        // When
        var less = consent();

        // Then
        less.then().statusCode(400).body(containsString("did not allow sending mail"));
        assertThat(token("tokens")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"access_token\":\"a\",\"expires_in\":3599,\"token_type\":\"Bearer\"}|gave no lasting access",
                "{\"refresh_token\":\"r\",\"expires_in\":3599}|could not complete the consent",
                "{\"error\":\"server_error\"}|could not complete the consent",
                "<html>|could not complete the consent"
            })
    void anAnswerWithoutBothTokensIsNoConsent(String body, String words) {
        // Given
        provide("gmail");
        server.answerToken(new FakeOAuthServer.Scripted(200, Map.of(), body));

        // When
        var incomplete = consent();

        // Then
        incomplete.then().statusCode(400).body(containsString(words));
        assertThat(token("tokens")).isNull();
        assertThat(token("state")).isEqualTo("authorise");
    }

    @Test
    void onlyAPresetWithAConsentCanBeAuthorised() {
        // Given
        provide();

        // Then
        api().post("/providers/main/authorise").then().statusCode(409);
        api().post("/providers/other/authorise").then().statusCode(404);
        var reader = DispatcherApi.of(sites.create("settings:read"));
        reader.request().post("/providers/main/authorise").then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({
        "base_url,ftp://api.example,/settings/base_url",
        "base_url,https://api.example/path,/settings/base_url",
        "token_url,not a url,/settings/token_url",
        "authorise_url,https://user@api.example,/settings/authorise_url",
        "token_url,https://10.0.0.1,/settings/token_url",
        "tenant,a/b,/settings/tenant",
        "client_id,'',/settings/client_id",
        "client_secret,a b,/settings/client_secret"
    })
    void settingsThatBreakARuleAreNamed(String field, String value, String pointer) {
        Map<String, Object> settings = new HashMap<>(Map.of("client_id", "c", "client_secret", "s"));
        settings.put(field, value);

        api().body(Map.of("preset", "microsoft365", "settings", settings))
                .put("/providers/main")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo(pointer));
    }
}
