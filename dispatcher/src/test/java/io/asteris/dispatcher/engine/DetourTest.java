package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider that cannot take mail means for its lane, and where the mail goes instead. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class DetourTest extends EngineTest {
    private static final String DOWN = "451 4.3.2 service not available";

    MailSink spare;

    @BeforeEach
    void openSpare() {
        spare = new MailSink();
        provide();
    }

    @AfterEach
    void closeSpare() throws IOException {
        spare.close();
    }

    @Test
    void mailOfAProviderWhoseSettingsFailGoesOverTheFallbackFromItsAddress() {
        // Given
        provideSpare("shop@spare.example");
        route("{\"default\":\"main\",\"fallbacks\":[\"spare\"],\"rules\":[]}");
        sink.answerToMail("530 5.7.0 Authentication required");

        // When
        MessageId attempted = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(attempted, "sent");
        assertThat(attempts(attempted, 2)).extracting(AttemptRecorded::provider).containsExactly("main", "spare");
        List<MessageStateChanged> states = states(attempted, 2);
        assertThat(states)
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.RETRY_WAIT, DispatchState.SENT);
        assertThat(states.getFirst().reason()).endsWith("(goes over spare instead)");
        assertThat(states.getLast().reason()).endsWith("(spare stands in for main, with its own From)");
        assertThat(spare.of(attempted).getFirst().data())
                .contains(
                        "From: \"Shop\" <shop@spare.example>",
                        "Reply-To: \"Shop\" <shop@shop.example>",
                        "@shop.example>");
        Alert alert = servers.topic(Topic.ALERTS)
                .await(record -> record.key().equals(siteId() + "/authorise"))
                .as(AlertEvent.Raised.class)
                .alert();
        assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);

        // What comes behind finds the lane held and is led around it without a call.
        MessageId next = mail.send(siteId(), "bob@example.org");
        awaitState(next, "sent");
        assertThat(attempts(next, 1)).extracting(AttemptRecorded::provider).containsExactly("spare");
    }

    @Test
    void anAlertIsOverWhenTheSettingsWorkAgainWithoutAnybodysHand() {
        // Given
        sink.answerToMail("530 5.7.0 Authentication required");
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "held");

        // When
        sink.answerToMail("250 2.1.0 Ok");
        sql.execute("UPDATE dispatcher.lane SET probe_at = asteris.asteris_now() WHERE site = ?", siteId().value());

        // Then
        awaitState(message, "sent");
        servers.topic(Topic.ALERTS)
                .await(record -> record.key().equals(siteId() + "/authorise")
                        && record.type().equals("alert.cleared.v1"));
    }

    @Test
    void theBreakerParksMailWithoutUsingAttemptsAndAProbeLetsItGo() {
        // Given
        sink.answerToMail(DOWN);
        List<MessageId> messages = send(24);
        await().atMost(SOON)
                .until(() -> sql.number(
                                "SELECT count(*) FROM dispatcher.lane WHERE site = ? AND broken_at IS NOT NULL",
                                siteId().value())
                        == 1);

        // When
        MessageId parked = mail.send(siteId(), "parked@example.org");
        awaitState(parked, "queued");
        api().get("/lanes")
                .then()
                .body("data[0].state", equalTo("waiting"))
                .body("data[0].until", notNullValue())
                .body("data[0].reason", notNullValue());
        api().get("/provider/status").then().body("breaker", equalTo("open"));
        sink.answerToMail("250 2.1.0 Ok");

        // Then
        awaitState(parked, "sent");
        messages.forEach(message -> awaitState(message, "sent"));
        assertThat(attempts(parked, 1)).hasSizeLessThanOrEqualTo(2);
        api().get("/provider/status").then().body("breaker", equalTo("closed"));
    }

    @Test
    void refusedRecipientsAndMessagesDoNotFeedTheBreaker() {
        // When
        List<MessageId> messages = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            messages.add(mail.send(siteId(), "refuse" + i + "@example.org"));
        }

        // Then
        messages.forEach(message -> awaitState(message, "failed"));
        assertThat(sql.number(
                        "SELECT count(*) FROM dispatcher.lane WHERE site = ? AND broken_at IS NOT NULL",
                        siteId().value()))
                .isZero();
    }

    @Test
    void aPassingTroubleGoesOverTheFallbackOnceTheBreakerIsOpen() {
        // Given
        provideSpare(null);
        route("{\"default\":\"main\",\"fallbacks\":[\"spare\"],\"rules\":[]}");
        sink.answerToMail(DOWN);

        // When
        List<MessageId> messages = send(30);

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(spare.mails()).hasSizeGreaterThanOrEqualTo(29));
        sink.answerToMail("250 2.1.0 Ok");
        messages.forEach(message -> awaitState(message, "sent"));
        assertThat(spare.mails().size() + sink.mails().size()).isEqualTo(30);
        assertThat(spare.mails().getFirst().data()).contains("From: \"Shop\" <shop@shop.example>");
    }

    @Test
    void aSinglePassingTroubleAnUnknownOutcomeOrACallersWishStayWhereTheyAre() {
        // Given
        provideSpare(null);
        route("{\"default\":\"main\",\"fallbacks\":[\"spare\"],\"rules\":[]}");
        sink.answer("451 4.3.0 try again later", MailSink.DROP);

        // When
        MessageId first = mail.send(siteId(), "ann@example.org");
        awaitState(first, "sent");
        sink.answer("554 5.7.1 Relaying denied");
        MessageId refused = mail.send(siteId(), "bob@example.org");

        // Then
        awaitState(refused, "failed");
        assertThat(spare.mails()).isEmpty();
    }

    @Test
    void aWaitLongerThanTheRoutingAllowsGoesOverTheFallback() {
        // Given
        provideSpare(null);
        route(
                "{\"default\":\"main\",\"fallbacks\":[\"spare\"],\"rules\":[],\"max_wait\":\"PT0S\",\"on_unknown\":\"hold\"}");
        sink.answerToMail("451 4.7.1 rate limit exceeded, slow down");

        // When
        MessageId message = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(message, "sent");
        assertThat(spare.of(message)).hasSize(1);
        api().get("/routing").then().body("max_wait", equalTo("PT0S")).body("on_unknown", equalTo("hold"));
        api().body("{\"default\":\"main\",\"max_wait\":\"soon\"}")
                .put("/routing")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/max_wait"));
    }

    private void provideSpare(@Nullable String fromEmail) {
        Map<String, Object> document = new HashMap<>(Map.of("preset", "smtp", "settings", spare.settings()));
        if (fromEmail != null) {
            document.put("from_email", fromEmail);
        }
        api().body(document).put("/providers/spare").then().statusCode(200);
    }

    private void route(String routing) {
        api().body(routing).put("/routing").then().statusCode(200);
    }
}
