package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names one message: a UUID of version 7 (RFC 9562 5.7) whose 48-bit time is the moment of acceptance in milliseconds by the
 * database clock. The time places the message's content and rows in their partitions; it is never asked what is due.
 */
public record MessageId(UUID value) implements Comparable<MessageId> {
    private static final int VERSION = 7;
    private static final long VERSION_BITS = 0x7000L;
    private static final long VARIANT_BITS = 0x8000_0000_0000_0000L;

    /** @throws IllegalArgumentException when the UUID is not of version 7 */
    public MessageId {
        if (value.version() != VERSION || value.variant() != 2) {
            throw new IllegalArgumentException("a message id is a UUID of version 7");
        }
    }

    /** A new id of that moment; 74 random bits keep ids of the same millisecond apart. */
    public static MessageId mint(Instant at) {
        var random = ThreadLocalRandom.current();
        long most = (at.toEpochMilli() << 16) | VERSION_BITS | (random.nextLong() & 0xfffL);
        long least = VARIANT_BITS | (random.nextLong() >>> 2);
        return new MessageId(new UUID(most, least));
    }

    /**
     * Reads the canonical text of 36 characters.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    @JsonCreator
    public static MessageId of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a message id"));
    }

    /** Reads the canonical text of 36 characters; empty when it is anything else, as an id from outside may be. */
    public static Optional<MessageId> parse(String text) {
        try {
            var uuid = UUID.fromString(text);
            // UUID.fromString also takes shortened groups; only the canonical form is an id.
            return uuid.toString().equals(text) ? Optional.of(new MessageId(uuid)) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** The moment of acceptance, to the millisecond. */
    public Instant instant() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    @JsonValue
    public String text() {
        return value.toString();
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
