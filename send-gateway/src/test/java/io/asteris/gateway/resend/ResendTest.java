package io.asteris.gateway.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.gateway.GatewayClient;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.Database;
import io.asteris.platform.outbox.Outbox;
import io.asteris.testing.AsterisTestResource;
import io.asteris.testing.Sql;
import io.asteris.testing.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders to send again, written to the broker as the log does; the content lies in the store as the log puts it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class ResendTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String MESSAGE =
            "{\"from\":\"shop@s.example\",\"to\":\"canary@gmail.com\",\"cc\":\"c@b.example\","
                    + "\"subject\":\"canarysubject\",\"text\":\"x\"}";

    @TestHTTPResource
    URI root;

    @Inject
    ContentStore content;

    @Inject
    ContentSealer sealer;

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    Sql sql;
    TestServers servers;
    private SiteId site;
    private MessageId original;

    @BeforeEach
    void sendOnce() {
        var gateway = new GatewayClient(root);
        site = new SiteId(gateway.newSite(""));
        original = MessageId.of(gateway.post("send", gateway.newKey(site.value(), "\"send\""), MESSAGE)
                .text("/id"));
    }

    @Test
    void aMessageThatIsSentAgainIsAnnouncedFromItsEnvelope() {
        // Given
        MessageId again = copied();
        // When
        order(again, site);
        // Then
        var record = servers.topic(Topic.MAIL_ACCEPTED).await(seen -> seen.key().equals(again.text()));
        assertThat(record.json()).doesNotContain("canary").doesNotContain("@");
        assertThat(record.headers()).containsEntry("ce_id", again.text());
        var announced = record.as(MessageAccepted.class);
        assertThat(announced.kind()).isEqualTo(MessageKind.RESEND);
        assertThat(announced.resendOf()).isEqualTo(original);
        assertThat(announced.site()).isEqualTo(site);
        assertThat(announced.fromDomain()).isEqualTo("s.example");
        assertThat(announced.source()).isEqualTo("woocommerce");
        assertThat(announced.tags()).containsExactly("order");
        assertThat(announced.onUnknown()).isEqualTo(OnUnknown.HOLD);
        assertThat(announced.provider()).isNull();
        assertThat(announced.recipients())
                .isEqualTo(servers.topic(Topic.MAIL_ACCEPTED)
                        .await(seen -> seen.key().equals(original.text()))
                        .as(MessageAccepted.class)
                        .recipients());
    }

    @Test
    void theSameOrderAgainAnnouncesNothing() {
        // Given
        MessageId again = copied();
        order(again, site);
        servers.topic(Topic.MAIL_ACCEPTED).await(seen -> seen.key().equals(again.text()));
        awaitEmptyOutbox();
        // When
        order(again, site);
        order(again, site);
        MessageId later = copied();
        order(later, site);
        // Then
        servers.topic(Topic.MAIL_ACCEPTED).await(seen -> seen.key().equals(later.text()));
        assertThat(servers.topic(Topic.MAIL_ACCEPTED).of(again.text())).hasSize(1);
    }

    @Test
    void anOrderThatCannotBeDoneHoldsUpNobody() {
        // Given
        MessageId unreadable = MessageId.mint(Instant.now());
        put(unreadable, "no envelope".getBytes(StandardCharsets.UTF_8));
        MessageId changed = copied();
        sql.execute(
                "UPDATE content.blob SET sealed = sealed || '\\x00'::bytea WHERE message = ?::uuid", changed.text());
        MessageId foreign = copied();
        MessageId good = copied();
        // When
        order(MessageId.mint(Instant.now()), site);
        order(unreadable, site);
        order(changed, site);
        order(foreign, new SiteId(new GatewayClient(root).newSite("")));
        order(good, site);
        // Then
        servers.topic(Topic.MAIL_ACCEPTED).await(seen -> seen.key().equals(good.text()));
        assertThat(servers.topic(Topic.MAIL_ACCEPTED).all())
                .noneMatch(seen -> List.of(unreadable.text(), changed.text(), foreign.text())
                        .contains(seen.key()));
    }

    /** The original's envelope under a new id. */
    private MessageId copied() {
        MessageId copy = MessageId.mint(Instant.now());
        put(
                copy,
                content.get(List.of(new BlobId(site, original, ContentPart.ENVELOPE)))
                        .await()
                        .atMost(BOUND)
                        .getFirst()
                        .content());
        return copy;
    }

    private void put(MessageId id, byte[] envelope) {
        sealer.of(site)
                .map(keyed -> keyed.seal(id, ContentPart.ENVELOPE, envelope))
                .chain(blob -> database.asWorker(connection -> content.put(connection, List.of(blob))))
                .await()
                .atMost(BOUND);
    }

    private void order(MessageId message, SiteId of) {
        var order = new ResendOrdered(
                message,
                of,
                original,
                "k3yprefx",
                Instant.now(),
                "woocommerce",
                List.of("order"),
                Map.of("n", "1"),
                7,
                OnUnknown.HOLD,
                null);
        outbox.asWorker(transaction -> {
                    transaction.tell(order);
                    return Uni.createFrom().voidItem();
                })
                .await()
                .atMost(BOUND);
    }

    private void awaitEmptyOutbox() {
        await().atMost(BOUND).until(() -> sql.number("SELECT count(*) FROM gateway.outbox") == 0);
    }
}
