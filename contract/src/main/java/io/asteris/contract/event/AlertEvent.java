package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.SiteId;

/** Trouble began or ended: {@code alert.raised.v1}, {@code alert.cleared.v1}. Each is one {@link Alert} on the wire. */
public sealed interface AlertEvent extends Event {
    /** What it is about. */
    Alert alert();

    @Override
    @JsonIgnore
    default SiteId site() {
        return alert().site();
    }

    @Override
    default String key() {
        return alert().site() + "/" + alert().cause().word();
    }

    /** It began. A repeat while it is open adds to its count and tells nobody again. */
    record Raised(@JsonValue Alert alert) implements AlertEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Raised {}
    }

    /** It ended. */
    record Cleared(@JsonValue Alert alert) implements AlertEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Cleared {}
    }
}
