package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.dispatcher.oauth.FakeOAuthServer;
import io.asteris.dispatcher.provider.AnswerRow;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail under a consent: what the API and the token endpoint answer, and what becomes of the mail. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class OAuthTokensTest extends OAuthTest {
    static Stream<String> apiRows() {
        return Stream.of("gmail", "microsoft365")
                .flatMap(provider -> AnswerRow.of(provider).stream())
                .map(AnswerRow::toString);
    }

    static Stream<String> tokenRows() {
        return Stream.of("gmail", "microsoft365")
                .flatMap(provider -> AnswerRow.ofTokenEndpoint(provider).stream())
                .map(AnswerRow::toString);
    }

    @ParameterizedTest
    @MethodSource("apiRows")
    void aMessageEndsAsItsAnswersClassAsks(String name) {
        // Given
        AnswerRow row = row(name, AnswerRow.of(name.split(" ", -1)[0]));
        provideAuthorised(row.provider());
        server.answerSend(scripted(row));

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        switch (row.outcome()) {
            case "ACCEPTED" -> ends(message, "sent", 1, 0);
            case "PERMANENT" -> ends(message, "failed", 1, 0);
            case "CONFIG" -> {
                ends(message, "held", 1, 0);
                assertThat(lane()).isEqualTo("held");
            }
            // One refresh and one repeat inside the attempt.
            case "REFRESH" -> {
                ends(message, "sent", 2, 1);
                assertThat(column(message, "attempt")).isEqualTo(1);
            }
            case "THROTTLED" -> {
                ends(message, "sent", 2, 0);
                assertThat(column(message, "tries")).isEqualTo(0);
            }
            case "TRANSIENT" -> {
                awaitState(message, "retry_wait");
                assertThat(server.sends()).hasSize(1);
                assertThat(sql.number(
                                "SELECT extract(epoch FROM due_at - asteris.asteris_now())::int FROM dispatcher.delivery"
                                        + " WHERE message = ?::uuid",
                                message.toString()))
                        .isBetween(6L, 10L);
            }
            default -> throw new IllegalStateException("a class that nobody expects: " + row.outcome());
        }
    }

    @ParameterizedTest
    @MethodSource("tokenRows")
    void aTokenEndpointsAnswerDecidesAboutTheLane(String name) {
        // Given
        AnswerRow row = row(name, AnswerRow.ofTokenEndpoint(name.split(" ", -1)[0]));
        server.answerToken(scripted(row));
        String given = server.givenRefreshToken();

        // When
        provide(row.provider(), given);
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        if (row.outcome().equals("OK")) {
            // The fake does not know the sample's access token, so the message asks for another by the refresh token
            // that was kept.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(server.tokenCalls()).hasSizeGreaterThan(1));
            assertThat(server.tokenCalls().get(1))
                    .containsEntry("refresh_token", row.provider().equals("gmail") ? given : "0.NEW");
        } else {
            await().atMost(SOON).untilAsserted(() -> assertThat(lane()).isEqualTo("held"));
            // A claim may be just ahead of the hold; it is given back then.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(column(message, "state")).isIn("queued", "held", "absent"));
            assertThat(server.sends()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmail", "microsoft365"})
    void anAnswerThatIsLostIsUncertainAndNotRepeatedAtOnce(String preset) {
        for (FakeOAuthServer.Scripted lost : List.of(
                new FakeOAuthServer.Scripted(0, Map.of(), ""),
                new FakeOAuthServer.Scripted(502, Map.of(), "<html>Bad Gateway</html>"),
                new FakeOAuthServer.Scripted(504, Map.of(), ""),
                new FakeOAuthServer.Scripted(500, Map.of(), "<html>oops</html>"))) {
            // Given
            provideAuthorised(preset);
            server.sends().clear();
            server.answerSend(lost);

            // When
            MessageId message = mail.send(siteId(), "ann@example.org");

            // Then
            awaitState(message, "uncertain");
            assertThat(server.sends()).hasSize(1);
        }
    }

    @Test
    void aTokenThatIsRefusedTwiceHoldsTheLane() {
        // Given
        provideAuthorised("gmail");
        AnswerRow expired = row("gmail expired", AnswerRow.of("gmail"));
        server.answerSend(scripted(expired));
        server.answerSend(scripted(expired));

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        ends(message, "held", 2, 1);
        assertThat(lane()).isEqualTo("held");
    }

    @Test
    void tokensAreRenewedBeforeTheyEndAndWithoutMail() {
        // Given
        provideAuthorised("microsoft365");
        server.rotateRefreshTokens();

        // When
        sql.execute(
                "UPDATE dispatcher.oauth_grant SET renew_at = asteris.asteris_now() WHERE site = ?", siteId().value());

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(token("generation")).isEqualTo(2L));
        assertThat(server.tokenCalls()).hasSize(1);
        assertThat(sql.number(
                        "SELECT extract(epoch FROM expires_at - renew_at)::int FROM dispatcher.oauth_grant WHERE site = ?",
                        siteId().value()))
                .isBetween(800L, 1_000L);
        api().get("/provider/status")
                .then()
                .body("token.expires_at", notNullValue())
                .body("token.renewed_at", notNullValue());
    }

    @Test
    void anEndpointThatIsDownHoldsNothing() {
        // Given
        provideAuthorised("gmail");
        server.setDown(true);
        sql.execute(
                "UPDATE dispatcher.oauth_grant SET renew_at = asteris.asteris_now() WHERE site = ?", siteId().value());
        await().atMost(SOON).untilAsserted(() -> assertThat(server.tokenCalls()).hasSizeGreaterThan(1));

        // When the token still lives
        MessageId first = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(first, "sent");

        // When the token is over too
        server.expireAccessTokens();
        MessageId second = mail.send(siteId(), "bob@example.org");
        awaitState(second, "retry_wait");
        assertThat(lane()).isNotEqualTo("held");
        api().get("/provider/status").then().body("token.last_error", containsString("right now"));
        server.setDown(false);

        // Then
        awaitState(second, "sent");
        assertThat(alerts("alert.raised.v1")).isZero();
    }

    @Test
    void aConsentThatIsOverHoldsTheLaneRaisesAnAlertAndANewOneEndsBoth() {
        // Given
        provideAuthorised("microsoft365");
        server.revoke();

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "held");
        MessageId waiting = mail.send(siteId(), "bob@example.org");
        awaitState(waiting, "queued");
        api().get("/providers/main").then().body("state", equalTo("authorise"));
        awaitTold(ProviderChanged.State.AUTHORISE);
        Alert raised = servers.topic(Topic.ALERTS)
                .await(record ->
                        record.type().equals("alert.raised.v1") && record.key().equals(siteId() + "/authorise"))
                .as(AlertEvent.Raised.class)
                .alert();
        assertThat(raised.cause()).isEqualTo(Alert.Cause.AUTHORISE);
        assertThat(raised.summary()).contains("main", "Authorise again");
        assertThat(server.sends()).hasSize(1);

        // When
        consent().then().statusCode(200);

        // Then
        awaitState(message, "sent");
        awaitState(waiting, "sent");
        awaitTold(ProviderChanged.State.OK);
        servers.topic(Topic.ALERTS)
                .await(record ->
                        record.type().equals("alert.cleared.v1") && record.key().equals(siteId() + "/authorise"));
        assertThat(alerts("alert.raised.v1")).isOne();
        assertThat(alerts("alert.cleared.v1")).isOne();
    }

    @Test
    void aProviderThatIsNotNeededAnyMoreEndsItsAlert() {
        // Given
        provideAuthorised("microsoft365");
        server.revoke();
        mail.send(siteId(), "ann@example.org");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts("alert.raised.v1")).isOne());

        // When
        provide();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts("alert.cleared.v1")).isOne());
    }

    @Test
    void aWrongClientSecretIsTheSettingsFaultAndCostsNoConsent() {
        // Given
        provideAuthorised("microsoft365");
        var wrong = new FakeOAuthServer.Scripted(
                401,
                Map.of(),
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: expired\",\"error_codes\":[7000222]}");
        server.answerToken(wrong);
        server.expireAccessTokens();

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "held");
        api().get("/providers/main").then().body("state", equalTo("held"));
        api().get("/lanes").then().body("data[0].reason", containsString("client secret has expired"));

        // When the endpoint takes it again
        awaitState(message, "sent");

        // Then
        api().get("/providers/main").then().body("state", equalTo("ok"));
    }

    @Test
    void aTestSignsInAnewSendsNothingAndSaysWhatIsWrong() {
        // Given
        provideAuthorised("microsoft365");

        // Then
        api().post("/provider/test").then().body("ok", equalTo(true));
        assertThat(server.tokenCalls()).hasSize(1);

        // When
        server.setAccount(new FakeOAuthServer.Scripted(
                404, Map.of(), "{\"error\":{\"code\":\"MailboxNotEnabledForRESTAPI\",\"message\":\"x\"}}"));
        api().post("/provider/test").then().body("ok", equalTo(false)).body("answer", containsString("no mailbox"));
        server.answerToken(new FakeOAuthServer.Scripted(
                401, Map.of(), "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: x\"}"));
        api().post("/provider/test").then().body("ok", equalTo(false)).body("answer", containsString("not its id"));
        server.revoke();
        api().post("/provider/test")
                .then()
                .body("ok", equalTo(false))
                .body("answer", containsString("Authorise again"));

        // Then
        assertThat(server.sends()).isEmpty();
    }

    @Test
    void aTestBeforeTheConsentSaysThatItIsMissing() {
        provide("gmail");

        api().post("/provider/test").then().body("ok", equalTo(false)).body("answer", containsString("not authorised"));
        assertThat(lane()).isEqualTo("held");
    }

    private void ends(MessageId message, String state, int sends, int tokenCalls) {
        awaitState(message, state);
        assertThat(server.sends()).hasSize(sends);
        assertThat(server.tokenCalls()).hasSize(tokenCalls);
    }

    private long alerts(String type) {
        return servers.topic(Topic.ALERTS).of(siteId() + "/authorise").stream()
                .filter(record -> record.type().equals(type))
                .count();
    }

    private static FakeOAuthServer.Scripted scripted(AnswerRow row) {
        return new FakeOAuthServer.Scripted(row.status(), row.headers(), row.body());
    }

    private static AnswerRow row(String name, List<AnswerRow> rows) {
        return rows.stream()
                .filter(row -> row.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
