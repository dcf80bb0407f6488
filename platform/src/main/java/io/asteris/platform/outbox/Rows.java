package io.asteris.platform.outbox;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.EventType;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.platform.kafka.OutgoingEvent;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes outbox rows of events, and knows which topics bear no change of order. */
final class Rows {
    /** Compacted topics keep the last record of a key: there a late repeat of an older one would undo a change. */
    static final Set<String> ORDERED =
            Set.of(Topic.SITES.topicName(), Topic.SETTINGS.topicName(), Topic.SUPPRESSIONS.topicName());

    private Rows() {}

    static OutgoingEvent of(Event event, Instant now, @Nullable String trace) {
        EventType type = EventType.of(event);
        return new OutgoingEvent(
                id(event, now),
                type.topic().topicName(),
                event.key(),
                type.typeName(),
                event.site().value(),
                Json.write(event),
                trace);
    }

    /** An acceptance is named by its message, everything else by its row. */
    private static UUID id(Event event, Instant now) {
        return event instanceof MessageAccepted accepted
                ? accepted.message().value()
                : MessageId.mint(now).value();
    }
}
