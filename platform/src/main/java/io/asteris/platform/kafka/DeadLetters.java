package io.asteris.platform.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Puts away records that nobody can read: their original octets and headers, with the reason, on {@code <topic>.dlq}. */
@ApplicationScoped
class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final EventProducer producer;
    private final MeterRegistry metrics;

    DeadLetters(EventProducer producer, MeterRegistry metrics) {
        this.producer = producer;
        this.metrics = metrics;
    }

    /** Completes once the dead letter is safe; only then may the record's offset be committed. */
    CompletionStage<Void> put(ConsumerRecord<String, byte[]> unreadable, String group, String reason) {
        var letter = new ProducerRecord<>(unreadable.topic() + ".dlq", unreadable.key(), unreadable.value());
        unreadable.headers().forEach(letter.headers()::add);
        CloudEventHeaders.put(letter.headers(), "dead-letter-reason", reason);
        CloudEventHeaders.put(letter.headers(), "dead-letter-group", group);
        CloudEventHeaders.put(letter.headers(), "dead-letter-topic", unreadable.topic());
        CloudEventHeaders.put(letter.headers(), "dead-letter-partition", Integer.toString(unreadable.partition()));
        CloudEventHeaders.put(letter.headers(), "dead-letter-offset", Long.toString(unreadable.offset()));
        metrics.counter("asteris.dead.letters", "topic", unreadable.topic()).increment();
        LOG.errorf(
                "Record cannot be read and goes to the dead letters topic=%s partition=%d offset=%d reason=%s",
                unreadable.topic(), unreadable.partition(), unreadable.offset(), reason);
        return producer.send(letter);
    }
}
