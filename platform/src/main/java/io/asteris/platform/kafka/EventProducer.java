package io.asteris.platform.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes records to the broker, in the order of the calls. A call may block for seconds while the broker is away: never call it on
 * an event loop.
 */
@ApplicationScoped
public class EventProducer {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;

    EventProducer(KafkaSettings settings) {
        this.producer = settings.producer();
    }

    /** Sends an event; completes when all replicas have it, or exceptionally when that could not be had in time. */
    public CompletionStage<Void> send(OutgoingEvent event) {
        var outgoing = new ProducerRecord<>(event.topic(), event.key(), event.body());
        CloudEventHeaders.write(outgoing.headers(), event);
        return send(outgoing);
    }

    CompletionStage<Void> send(ProducerRecord<String, byte[]> outgoing) {
        var acknowledged = new CompletableFuture<Void>();
        var unused = producer.send(outgoing, (metadata, failure) -> {
            if (failure == null) {
                acknowledged.complete(null);
            } else {
                acknowledged.completeExceptionally(failure);
            }
        });
        return acknowledged;
    }

    @PreDestroy
    void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
