package io.asteris.dispatcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.dispatcher.DispatcherApi;
import io.asteris.dispatcher.intake.MailConsumer;
import io.asteris.testing.AsterisTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What lies beside or before a message, another site's flood, an old topic, a broken record, does not touch it. */
@QuarkusTest
@WithTestResource(AsterisTestResource.class)
class NeighbourTest extends EngineTest {
    private static final int FLOOD = 5_000;

    @Inject
    MailConsumer consumer;

    @Test
    void theFloodOfASiteWhoseProviderHangsDoesNotHoldAnotherSitesMail() throws Exception {
        // Given
        provide();
        var gate = new CountDownLatch(1);
        sink.waitFor(gate);
        for (int i = 0; i < 16; i++) {
            mail.send(siteId(), "ann" + i + "@example.org");
        }
        sql.execute("""
                INSERT INTO dispatcher.delivery (message, site, provider, state, version, due_at, deadline, give_up_at, accepted_at,
                    recipients, hashes, size, attachments, kind, source, from_domain, on_unknown, chosen)
                SELECT uuidv7(), ?, 'main', 'queued', 1, asteris.asteris_now(), asteris.asteris_now() + interval '1 day',
                       asteris.asteris_now() + interval '1 day', asteris.asteris_now(), 'p', ARRAY['h'], 2048, 0, 'send', '',
                       'shop.example', 'resend', 'main'
                FROM generate_series(1, ?) n
                """, siteId().value(), FLOOD);
        await().atMost(SOON).until(() -> sink.mails().size() == 16);
        SiteId flooded = siteId();
        try (var other = new MailSink()) {
            site = DispatcherApi.ofNewSite(sites);
            site.provide("smtp", other.settings());

            // When
            List<MessageId> messages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                messages.add(mail.send(siteId(), "bob@example.org"));
            }

            // Then
            messages.forEach(message -> awaitState(message, "sent"));
            assertThat(sql.number(
                            "SELECT max(extract(epoch FROM changed_at - accepted_at) * 1000)::bigint FROM dispatcher.delivery WHERE site = ?",
                            siteId().value()))
                    .isLessThan(5_000);
        } finally {
            sql.execute("DELETE FROM dispatcher.delivery WHERE site = ? AND hashes = ARRAY['h']", flooded.value());
            gate.countDown();
        }
    }

    @Test
    void aTopicReadAgainFromItsStartSendsNothingTwice() {
        // Given
        provide();
        List<MessageId> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            messages.add(mail.send(siteId(), "ann" + i + "@example.org"));
        }
        messages.forEach(message -> awaitState(message, "sent"));
        sql.execute(
                "DELETE FROM dispatcher.delivery WHERE message = ?::uuid",
                messages.getLast().text());

        // When
        consumer.read("asteris.dispatcher.replay." + UUID.randomUUID());

        // Then
        awaitState(messages.getLast(), "sent");
        assertThat(sink.mails()).hasSize(21);
        assertThat(messages.subList(0, 19))
                .allSatisfy(message -> assertThat(sink.of(message)).hasSize(1));
    }

    @Test
    void aRecordThatNobodyCanReadIsPutAwayAsItCameAndWhatIsBehindItFlows() throws Exception {
        // Given
        provide();
        String poison = "{\"message\":\"" + UUID.randomUUID() + "\" no json";

        // When
        produce(poison);
        MessageId behind = mail.send(siteId(), "ann@example.org");

        // Then
        awaitState(behind, "sent");
        var letter = servers.topic(Topic.MAIL_ACCEPTED.deadLetterName())
                .await(record -> record.json().equals(poison));
        assertThat(letter.headers()).containsKeys("dead-letter-reason", "dead-letter-offset");
        assertThat(letter.headers().get("dead-letter-topic")).isEqualTo("mail.accepted");
    }

    private void produce(String value) throws Exception {
        MessageAccepted any = mail.message(siteId(), "ann@example.org");
        var record = new ProducerRecord<>(
                Topic.MAIL_ACCEPTED.topicName(), any.key(), value.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", "mail.message.accepted.v1".getBytes(StandardCharsets.UTF_8));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafkaBootstrap()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get(20, TimeUnit.SECONDS);
        }
    }
}
