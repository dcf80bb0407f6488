package io.asteris.platform.kafka;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.EventType;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.http.Api;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Puts away records that nobody can read: their original octets and headers, with the reason, on {@code <topic>.dlq}; and raises the
 * alert {@code dead_letters}, at most every ten seconds for a site.
 */
@ApplicationScoped
class DeadLetters {
    static final String REASON = "dead-letter-reason";
    static final String GROUP = "dead-letter-group";
    static final String TOPIC = "dead-letter-topic";
    static final String PARTITION = "dead-letter-partition";
    static final String OFFSET = "dead-letter-offset";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final String SITES = "/sites/";

    private final EventProducer producer;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Map<SiteId, Told> told = new ConcurrentHashMap<>();

    DeadLetters(EventProducer producer, InstantSource clock, MeterRegistry metrics) {
        this.producer = producer;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** When a site's alert was told last, and how many letters it did not tell of yet. */
    private record Told(Instant at, long since) {}

    /** Completes once the dead letter is safe; only then may the record's offset be committed. */
    CompletionStage<Void> put(ConsumerRecord<String, byte[]> unreadable, String group, String reason) {
        var letter = new ProducerRecord<>(unreadable.topic() + ".dlq", unreadable.key(), unreadable.value());
        unreadable.headers().forEach(letter.headers()::add);
        CloudEventHeaders.put(letter.headers(), REASON, reason);
        CloudEventHeaders.put(letter.headers(), GROUP, group);
        CloudEventHeaders.put(letter.headers(), TOPIC, unreadable.topic());
        CloudEventHeaders.put(letter.headers(), PARTITION, Integer.toString(unreadable.partition()));
        CloudEventHeaders.put(letter.headers(), OFFSET, Long.toString(unreadable.offset()));
        metrics.counter("asteris.dead.letters", "topic", unreadable.topic()).increment();
        LOG.errorf(
                "Record cannot be read and goes to the dead letters topic=%s partition=%d offset=%d reason=%s",
                unreadable.topic(), unreadable.partition(), unreadable.offset(), reason);
        return producer.send(letter).thenRun(() -> raise(site(unreadable), unreadable.topic()));
    }

    /** The site that a record says it is about; the operator's where it says none. */
    static SiteId site(ConsumerRecord<String, byte[]> any) {
        try {
            return CloudEventHeaders.read(any.headers(), "ce_source")
                    .filter(source -> source.startsWith(SITES))
                    .map(source -> new SiteId(source.substring(SITES.length())))
                    .orElse(Caller.OPERATOR);
        } catch (IllegalArgumentException noSite) {
            return Caller.OPERATOR;
        }
    }

    /** Says that a site has no dead letters any more. */
    void cleared(SiteId site) {
        told.remove(site);
        send(new AlertEvent.Cleared(alert(site, 1, "No dead letters are left.")));
    }

    /** A lost alert is no lost letter: it lies in the topic and in the list, so it goes without an outbox. */
    private void raise(SiteId site, String topic) {
        Instant now = clock.instant();
        Told next = told.compute(
                site,
                (same, before) ->
                        before == null || Duration.between(before.at(), now).compareTo(QUIET) > 0
                                ? new Told(now, 1 + (before == null ? 0 : before.since()))
                                : new Told(before.at(), before.since() + 1));
        if (next.at().equals(now)) {
            told.put(site, new Told(now, 0));
            send(new AlertEvent.Raised(alert(
                    site,
                    next.since(),
                    "A record of " + topic + " could not be read and lies with the dead letters.")));
        }
    }

    private Alert alert(SiteId site, long count, String summary) {
        Instant now = clock.instant();
        return new Alert(
                site,
                Alert.Cause.DEAD_LETTERS,
                Alert.Severity.WARNING,
                now,
                now,
                count,
                summary,
                Api.BASE + "/dead-letters");
    }

    private void send(AlertEvent event) {
        EventType type = EventType.of(event);
        producer.send(new OutgoingEvent(
                        UUID.randomUUID(),
                        type.topic().topicName(),
                        event.key(),
                        type.typeName(),
                        event.site().value(),
                        Json.write(event),
                        null))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warnf("Nobody was told of the dead letters cause=%s", failure);
                    }
                });
    }
}
