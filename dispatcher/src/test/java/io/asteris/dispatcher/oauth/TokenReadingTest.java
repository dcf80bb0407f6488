package io.asteris.dispatcher.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.platform.egress.HttpResult;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReadingTest {
    private static final OAuthRules RULES = new OAuthRules(
            "Microsoft", List.of(), "https://graph.microsoft.com/Mail.Send", Map.of(), "no lasting access");

    @Test
    void tokensAreReadWithTheirLife() {
        TokenAnswer answer = read(
                200,
                "{\"token_type\":\"Bearer\",\"scope\":\"Mail.Send\",\"expires_in\":3599,\"access_token\":\"eyJ0.x\",\"refresh_token\":\"0.NEW\"}");

        assertThat(answer).isEqualTo(new TokenAnswer.Granted("eyJ0.x", "0.NEW", Duration.ofSeconds(3599), "Mail.Send"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "<html>",
                "[]",
                "{\"access_token\":\"\"}",
                "{\"access_token\":null}",
                "{\"access_token\":7}",
                "{\"access_token\":\"a b\"}",
                "{\"access_token\":\"a\\r\\nX: y\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}"
            })
    void anAnswerWithoutAnAccessTokenIsAFailureWhateverItsStatus(String body) {
        assertThat(read(200, body)).isInstanceOf(TokenAnswer.Busy.class);
    }

    @Test
    void anErrorBodyIsAFailureWithStatus200Too() {
        assertThat(read(200, "{\"error\":\"invalid_grant\",\"access_token\":\"a\"}"))
                .isInstanceOf(TokenAnswer.Over.class);
    }

    @ParameterizedTest
    @CsvSource({"503,invalid_grant", "500,''", "429,invalid_request", "408,''", "400,temporarily_unavailable"})
    void anEndpointInTroubleEndsNoConsent(int status, String error) {
        assertThat(read(status, "{\"error\":\"" + error + "\"}")).isInstanceOf(TokenAnswer.Busy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "interaction_required", "consent_required", "login_required"})
    void whatOnlyASignInCanMendEndsTheConsent(String error) {
        assertThat(read(400, "{\"error\":\"" + error + "\"}")).isInstanceOf(TokenAnswer.Over.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_client", "unauthorized_client", "invalid_scope", "made_up", ""})
    void whatOnlySettingsCanMendLeavesTheConsent(String error) {
        assertThat(read(401, "{\"error\":\"" + error + "\"}")).isInstanceOf(TokenAnswer.Misconfigured.class);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_client,7000222,has expired",
        "invalid_client,7000215,not its id",
        "invalid_grant,700082,not used for a long time",
        "invalid_grant,65001,not granted Mail.Send",
        "invalid_grant,50173,revoked",
        "access_denied,90094,admin approval"
    })
    void theNumberSaysInWordsWhatTheOwnerDoes(String error, String number, String words) {
        TokenAnswer answer = read(
                400,
                "{\"error\":\"%s\",\"error_description\":\"AADSTS%s: prose with ann@example.org\"}"
                        .formatted(error, number));

        assertThat(answer.toString())
                .contains(words)
                .contains("AADSTS" + number)
                .doesNotContain("prose")
                .doesNotContain("ann@");
    }

    @Test
    void aScopeMayComeWithoutItsResource() {
        assertThat(RULES.isEnough("Mail.Send User.Read")).isTrue();
        assertThat(RULES.isEnough("openid https://graph.microsoft.com/Mail.Send"))
                .isTrue();
        assertThat(RULES.isEnough("User.Read Mail.Send.Shared")).isFalse();
        assertThat(RULES.isEnough("")).isFalse();
    }

    @Test
    void theOldRefreshTokenStaysWhenNoneComesAndGoesWhenOneDoes() {
        var before = new Tokens("old", "a1");

        assertThat(before.after(new TokenAnswer.Granted("a2", null, Duration.ofHours(1), null)))
                .isEqualTo(new Tokens("old", "a2"));
        assertThat(before.after(new TokenAnswer.Granted("a2", "new", Duration.ofHours(1), null)))
                .isEqualTo(new Tokens("new", "a2"));
    }

    @Test
    void tokensAndAnswersShowNothing() {
        assertThat(new Tokens("canary", "canary").toString()).doesNotContain("canary");
        assertThat(new TokenAnswer.Granted("canary", "canary", Duration.ofHours(1), null).toString())
                .doesNotContain("canary");
        assertThat(new AccessTokens.Ready("canary", Instant.EPOCH).toString()).doesNotContain("canary");
    }

    /** RFC 7636, appendix B. */
    @Test
    void theChallengeIsThatOfTheStandard() {
        assertThat(Consents.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void thePageShowsWordsAndNoMarkup() {
        assertThat(ConsentPage.escaped("<script>alert('x')</script> & \"y\""))
                .isEqualTo("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;");
    }

    private static TokenAnswer read(int status, String body) {
        return TokenReading.of(new HttpResult.Answered(status, Map.of(), Buffer.buffer(body), true), RULES);
    }
}
