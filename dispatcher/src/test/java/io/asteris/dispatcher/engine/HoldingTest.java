package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mail that waits for a person, and what lets it go. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class HoldingTest extends EngineTest {
    @Test
    void mailOfASiteWithoutAProviderIsHeldAndGoesWhenThereIsOne() {
        // Given
        MessageId first = mail.send(siteId(), "ann@example.org");
        MessageId second = mail.send(siteId(), "bob@example.org");
        awaitState(first, "held");
        awaitState(second, "held");

        // When
        provide();

        // Then
        awaitState(first, "sent");
        awaitState(second, "sent");
        List<MessageStateChanged> states = states(first, 3);
        assertThat(states)
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.HELD, DispatchState.RETRY_WAIT, DispatchState.SENT);
        assertThat(states.getFirst().reason()).isEqualTo("no provider");
    }

    @Test
    void settingsThatFailHoldTheLaneUntilATestWorks() {
        // Given
        provide();
        sink.answerToMail("530 5.7.0 Authentication required");
        MessageId attempted = mail.send(siteId(), "ann@example.org");
        awaitState(attempted, "held");
        MessageId waiting = mail.send(siteId(), "bob@example.org");
        awaitState(waiting, "queued");
        api().get("/lanes")
                .then()
                .statusCode(200)
                .body("data[0].state", equalTo("held"))
                .body("data[0].reason", equalTo("530 5.7.0 Authentication required"));
        api().get("/provider/status").then().body("state", equalTo("held"));
        servers.topic(Topic.SETTINGS)
                .await(record -> record.key().equals(siteId() + "/provider/main")
                        && record.as(ProviderChanged.class).state() == ProviderChanged.State.HELD);

        // When
        sink.answerToMail("250 2.1.0 Ok");
        api().post("/provider/test").then().statusCode(200).body("ok", equalTo(true));

        // Then
        awaitState(attempted, "sent");
        awaitState(waiting, "sent");
        assertThat(states(attempted, 3))
                .extracting(MessageStateChanged::state)
                .containsExactly(DispatchState.HELD, DispatchState.RETRY_WAIT, DispatchState.SENT);
        assertThat(sink.mails()).hasSize(2);
    }

    @Test
    void newSettingsLetAHeldLaneGoOnAndRuleFromTheNextMessageOn() throws Exception {
        // Given
        provide();
        sink.answerToMail("530 5.7.0 Authentication required");
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "held");

        // When
        try (var other = new MailSink()) {
            site.provide("smtp", other.settings());

            // Then
            awaitState(message, "sent");
            assertThat(other.of(message)).hasSize(1);
            assertThat(sink.mails()).isEmpty();
        }
    }

    @Test
    void aPausedLaneWaitsUntilItIsResumed() {
        // Given
        provide();
        api().post("/lanes/" + siteId() + "/main/pause").then().statusCode(204);
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "queued");
        api().get("/lanes").then().body("data[0].state", equalTo("paused")).body("data[0].waiting", equalTo(1));

        // When
        api().post("/lanes/" + siteId() + "/main/resume").then().statusCode(204);

        // Then
        awaitState(message, "sent");
    }

    @Test
    void aMessageHeldForItsContentGoesOnlyByHand() {
        // Given
        provide();
        var accepted = mail.message(siteId(), "ann@example.org");
        mail.tell(accepted);
        awaitState(accepted.message(), "held");
        provide();
        mail.store(accepted, "ann@example.org");

        // When
        api().post("/lanes/" + siteId() + "/main/release").then().statusCode(204);

        // Then
        awaitState(accepted.message(), "sent");
        assertThat(sink.of(accepted.message())).hasSize(1);
    }

    @Test
    void aThrottledLaneWaitsAsLongAsItWasTold() {
        // Given
        provide();
        sink.answerToMail("451 4.7.1 rate limit exceeded, slow down");
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "retry_wait");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(column(message, "tries")).isEqualTo(0));
        sink.answerToMail("250 2.1.0 Ok");

        // When
        MessageId next = mail.send(siteId(), "bob@example.org");

        // Then
        awaitState(next, "sent");
        awaitState(message, "sent");
        assertThat(column(message, "tries")).isEqualTo(0);
    }

    @Test
    void aRemovedProvidersMailTakesTheDefault() {
        // Given
        provide();
        api().body("{\"preset\":\"smtp\",\"settings\":{\"host\":\"127.0.0.1\",\"port\":1,\"encryption\":\"none\"}}")
                .put("/providers/old")
                .then()
                .statusCode(200);
        api().body(
                        "{\"default\":\"main\",\"fallbacks\":[],\"rules\":[{\"source\":\"woocommerce\",\"provider\":\"old\"}]}")
                .put("/routing")
                .then()
                .statusCode(200);
        api().post("/lanes/" + siteId() + "/old/pause").then().statusCode(204);
        MessageId message = mail.send(siteId(), "ann@example.org");
        awaitState(message, "queued");
        assertThat(column(message, "provider")).isEqualTo("old");

        // When
        api().body("{\"default\":\"main\",\"fallbacks\":[],\"rules\":[]}")
                .put("/routing")
                .then()
                .statusCode(200);
        api().delete("/providers/old").then().statusCode(204);

        // Then
        awaitState(message, "sent");
        assertThat(column(message, "provider")).isEqualTo("main");
    }
}
