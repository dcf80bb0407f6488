package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.SiteId;

/**
 * A provider reported what became of one recipient: {@code mail.recipient.….v1}. The types differ in what they mean, not in
 * what they carry, so each is one {@link RecipientReport} on the wire.
 */
public sealed interface RecipientEvent extends Event {
    /** What was reported. */
    RecipientReport report();

    @Override
    @JsonIgnore
    default SiteId site() {
        return report().site();
    }

    @Override
    default String key() {
        return report().message().text();
    }

    /** The recipient's server took it. */
    record Delivered(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Delivered {}
    }

    /** Refused for now; somebody tries again, or gave up on a passing ground. */
    record Deferred(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Deferred {}
    }

    /** Refused for good. Only the classification {@code hard} speaks against the mailbox. */
    record Bounced(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Bounced {}
    }

    /** The recipient marked it as unwanted. */
    record Complained(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Complained {}
    }

    /** The recipient wants no more. */
    record Unsubscribed(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Unsubscribed {}
    }

    /** Somebody or something loaded an image of it. */
    record Opened(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Opened {}
    }

    /** Somebody or something followed a link of it. */
    record Clicked(@JsonValue RecipientReport report) implements RecipientEvent {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Clicked {}
    }
}
