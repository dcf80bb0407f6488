package io.asteris.log.fold;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provider reported what became of one recipient. Equal outcomes are one.
 *
 * @param position of the recipient in the message
 * @param reason the provider's words; empty when it had none
 */
public record Outcome(
        int position,
        Kind kind,
        Instant at,
        String provider,
        @Nullable String reason) implements Fact, Comparable<Outcome> {

    private static final Comparator<Outcome> ORDER = Comparator.comparing(Outcome::at)
            .thenComparing(Outcome::position)
            .thenComparing(Outcome::kind)
            .thenComparing(Outcome::provider)
            .thenComparing(Outcome::reason);

    public Outcome {
        at = Millis.of(at);
        reason = reason == null ? "" : reason;
    }

    @Override
    public int compareTo(Outcome other) {
        return ORDER.compare(this, other);
    }

    /** Redacted: a provider's words may name a person. */
    @Override
    public String toString() {
        return kind + " " + position;
    }

    /** What can become of a recipient; a later constant outranks an earlier one, however late the earlier one comes. */
    public enum Kind {
        OPENED,
        CLICKED,
        UNSUBSCRIBED,
        DEFERRED,
        DELIVERED,
        BOUNCED,
        COMPLAINED;

        /** Whether it says what became of the message, and not what the recipient did with it. */
        public boolean isDelivery() {
            return compareTo(DEFERRED) >= 0;
        }

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
