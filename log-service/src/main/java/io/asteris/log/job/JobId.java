package io.asteris.log.job;

import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.MessageId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Names one job: a UUID of version 7, like a message's id. */
public record JobId(UUID value) {
    /** A new id of that moment. */
    public static JobId mint(Instant at) {
        return new JobId(MessageId.mint(at).value());
    }

    /** Reads the canonical text; empty when it is anything else, as an id from outside may be. */
    public static Optional<JobId> parse(String text) {
        return MessageId.parse(text).map(id -> new JobId(id.value()));
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}
