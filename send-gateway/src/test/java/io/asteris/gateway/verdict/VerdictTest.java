package io.asteris.gateway.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.gateway.GatewayClient;
import io.asteris.gateway.GatewayClient.Answer;
import io.asteris.platform.outbox.Outbox;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who wait for what becomes of their message; the dispatcher's part is played by the test. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class VerdictTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TestHTTPResource
    URI root;

    @Inject
    Outbox outbox;

    TestServers servers;
    private GatewayClient gateway;
    private String site;
    private String key;

    @BeforeEach
    void makeASite() {
        gateway = new GatewayClient(root);
        site = gateway.newSite("");
        key = gateway.newKey(site, "\"send\",\"settings:write\"");
        gateway.call("PUT", "sender", key, "{\"from_email\":\"shop@s.example\"}");
    }

    @Test
    void aTestSendAnswersWithTheProvidersWords() {
        // Given
        CompletableFuture<Answer> waiting =
                gateway.later("POST", "send", key, "{\"to\":\"a@b.example\",\"text\":\"x\"}", "Prefer", "wait=20");
        MessageId id = accepted();
        // When
        tell(
                attempt(id, AnswerKind.NOT_TAKEN, Cause.TRANSIENT, 451, "4.3.0 try later"),
                state(id, DispatchState.RETRY_WAIT));
        // Then
        Answer answer = waiting.join();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/id")).isEqualTo(id.text());
        assertThat(answer.text("/status")).isEqualTo("retrying");
        assertThat(answer.text("/provider")).isEqualTo("main");
        assertThat(answer.text("/answer")).isEqualTo("451 4.3.0 try later");
    }

    @Test
    void aTestSendHasDefaultsAndAnswersSent() {
        // Given
        CompletableFuture<Answer> waiting = gateway.later("POST", "test", key, "{\"to\":\"a@b.example\"}");
        MessageId id = accepted();
        // When
        tell(attempt(id, AnswerKind.TAKEN, null, 250, "2.0.0 Ok"));
        // Then
        assertThat(waiting.join().status()).isEqualTo(200);
        assertThat(waiting.join().text("/status")).isEqualTo("sent");
    }

    @Test
    void aMessageThatIsHeldSaysWhy() {
        // Given
        CompletableFuture<Answer> waiting = gateway.later("POST", "test", key, "{\"to\":\"a@b.example\"}");
        MessageId id = accepted();
        // When
        tell(state(id, DispatchState.QUEUED), state(id, DispatchState.HELD));
        // Then
        assertThat(waiting.join().text("/status")).isEqualTo("held");
        assertThat(waiting.join().text("/answer")).isEqualTo("a reason");
    }

    @Test
    void withoutAVerdictTheMessageIsStillAccepted() {
        Answer answer = gateway.post("test", key, "{\"to\":\"a@b.example\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("/status")).isEqualTo("queued");
    }

    private MessageId accepted() {
        return servers.topic(Topic.MAIL_ACCEPTED)
                .await(seen -> seen.headers().getOrDefault("ce_source", "").equals("/sites/" + site))
                .as(MessageAccepted.class)
                .message();
    }

    private AttemptRecorded attempt(MessageId id, AnswerKind answer, Cause cause, int code, String text) {
        return new AttemptRecorded(
                id,
                new SiteId(site),
                1,
                "main",
                "smtp",
                site + "/main",
                answer,
                cause,
                code,
                null,
                text,
                null,
                Instant.now(),
                5,
                null,
                false,
                List.of());
    }

    private MessageStateChanged state(MessageId id, DispatchState state) {
        return new MessageStateChanged(id, new SiteId(site), state, 1, Instant.now(), "a reason", null, false, null);
    }

    private void tell(Event... events) {
        outbox.asWorker(transaction -> {
                    List.of(events).forEach(transaction::tell);
                    return Uni.createFrom().voidItem();
                })
                .await()
                .atMost(BOUND);
    }
}
