package io.asteris.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.gateway.GatewayClient;
import io.asteris.gateway.GatewayClient.Answer;
import io.asteris.platform.http.Api;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway promises while something it needs is away. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class OutageTest {
    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final String MESSAGE =
            "{\"from\":\"shop@s.example\",\"to\":\"a@b.example\",\"subject\":\"s\",\"text\":\"x\"}";

    @TestHTTPResource
    URI root;

    Sql sql;
    TestServers servers;
    private GatewayClient gateway;
    private String site;
    private String key;

    @BeforeEach
    void makeASite() {
        gateway = new GatewayClient(root);
        await().atMost(BOUND).until(() -> sql.number("SELECT count(*) FROM gateway.outbox") == 0);
        site = gateway.newSite("");
        key = gateway.newKey(site, "\"send\"");
    }

    @Test
    void withoutTheDatabaseNothingIsAccepted() {
        // Given
        assertThat(gateway.post("send", key, MESSAGE).status()).isEqualTo(202);
        servers.stopPostgres();
        try {
            // When
            Answer refused = gateway.post("send", key, MESSAGE, "Idempotency-Key", "later");
            // Then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        } finally {
            servers.startPostgres();
        }
        await().atMost(BOUND)
                .until(() -> gateway.post("send", key, MESSAGE, "Idempotency-Key", "later")
                                .status()
                        == 202);
        assertThat(sql.number("SELECT count(*) FROM gateway.idempotency_key WHERE site = ?", site))
                .isEqualTo(1);
    }

    @Test
    void withoutKafkaAcceptGoesOnUntilTheBoundAndAllIsAnnouncedOnceLater() {
        // Given
        var accepted = new ArrayList<String>();
        servers.stopKafka();
        Answer last;
        try {
            // When
            last = gateway.post("send", key, MESSAGE);
            while (last.status() == 202 && accepted.size() < 100) {
                accepted.add(last.text("/id"));
                last = gateway.post("send", key, MESSAGE);
            }
        } finally {
            servers.startKafka();
        }
        // Then
        assertThat(last.status()).isEqualTo(503);
        assertThat(last.header("Retry-After")).isNotEmpty();
        assertThat(accepted).hasSizeBetween(40, 60);
        List<String> announced =
                servers
                        .topic(Topic.MAIL_ACCEPTED)
                        .await(accepted.size(), seen -> accepted.contains(seen.key()))
                        .stream()
                        .map(seen -> seen.key())
                        .toList();
        assertThat(announced).containsExactlyInAnyOrderElementsOf(accepted);
        await().atMost(BOUND).until(() -> gateway.post("send", key, MESSAGE).status() == 202);
    }

    @Test
    void aKeyHoldsAtOnceWithoutKafkaAndKeepsHoldingWhenOlderNewsArrivesLate() {
        // Given
        servers.stopKafka();
        String late;
        try {
            // When
            late = gateway.newKey(site, "\"send\"");
            // Then
            assertThat(gateway.post("send", late, MESSAGE).status()).isEqualTo(202);
        } finally {
            servers.startKafka();
        }
        servers.topic(Topic.SITES)
                .await(seen -> seen.key().equals(site) && seen.json().contains(late.substring(4, 12)));
        assertThat(gateway.post("send", late, MESSAGE).status()).isEqualTo(202);
    }

    @Test
    void moreOctetsAtOnceThanThereIsRoomForAreRefused() throws IOException {
        // Given
        String large = MESSAGE.replace("\"x\"", "\"" + "x".repeat(2 * 1024 * 1024) + "\"");
        try (var slow = new Socket(root.getHost(), root.getPort())) {
            String head = "POST " + Api.BASE + "/send HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n{";
            slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            // Then
            await().atMost(BOUND).untilAsserted(() -> {
                Answer refused = gateway.post("send", key, large);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isNotEmpty();
            });
            assertThat(gateway.post("send", key, MESSAGE).status()).isEqualTo(202);
        }
        await().atMost(BOUND).until(() -> gateway.post("send", key, large).status() == 202);
    }

    @Test
    void whatACrashLeftUnannouncedIsAnnouncedByTheSweep() {
        // Given
        String id = MessageId.mint(Instant.now()).text();
        // When
        sql.execute(
                "INSERT INTO gateway.outbox (id, topic, key, type, site, body, created_at) VALUES (?::uuid, 'mail.accepted', ?,"
                        + " 'mail.message.accepted.v1', ?, '{}'::bytea, now() - interval '1 minute')",
                id,
                id,
                site);
        // Then
        assertThat(servers.topic(Topic.MAIL_ACCEPTED)
                        .await(seen -> seen.key().equals(id))
                        .headers())
                .containsEntry("ce_id", id);
        await().atMost(BOUND)
                .until(() -> sql.number("SELECT count(*) FROM gateway.outbox WHERE id = ?::uuid", id) == 0);
    }
}
