package io.asteris.platform.kafka;

import io.asteris.contract.Json;
import io.asteris.contract.Topic;
import io.asteris.contract.event.EventType;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns a record into what it is: an event, one of a type that this version does not know, or nothing readable. */
final class Decoder {
    private static final Map<String, Topic> TOPICS =
            Stream.of(Topic.values()).collect(Collectors.toUnmodifiableMap(Topic::topicName, topic -> topic));

    private Decoder() {}

    /** What a record turned out to be. */
    sealed interface Decoded {
        /** An event of a known type. */
        record Known(Received received) implements Decoded {}

        /** A type of a newer service, or the tombstone of a compacted topic: there is nothing to do. */
        record Skipped(String type) implements Decoded {}

        /** No event at all; belongs to the dead letters. */
        record Unreadable(String reason) implements Decoded {}
    }

    static Decoded decode(ConsumerRecord<String, byte[]> incoming) {
        if (incoming.value() == null) {
            return new Decoded.Skipped("tombstone");
        }
        Optional<String> typeName = CloudEventHeaders.read(incoming.headers(), CloudEventHeaders.TYPE);
        if (typeName.isEmpty()) {
            return new Decoded.Unreadable("the header ce_type is missing");
        }
        Optional<EventType> type = EventType.named(typeName.get());
        if (type.isEmpty()) {
            return new Decoded.Skipped(typeName.get());
        }
        try {
            var event = Json.read(incoming.value(), type.get().record());
            return new Decoded.Known(
                    new Received(event, TOPICS.get(incoming.topic()), incoming.partition(), incoming.offset()));
        } catch (Json.UnreadableJsonException unreadable) {
            return new Decoded.Unreadable(String.valueOf(unreadable.getMessage()));
        }
    }
}
