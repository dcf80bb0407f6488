package io.asteris.gateway.idempotency;

import io.asteris.contract.MessageId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a key stands for: the fingerprint of the post that brought it, and the ids that it was answered. */
public final class Remembered {
    private static final int ID_OCTETS = 16;

    private final byte[] fingerprint;
    private final List<MessageId> messages;

    /** What is, or will be, remembered under a key. */
    public Remembered(byte[] fingerprint, List<MessageId> messages) {
        this.fingerprint = fingerprint.clone();
        this.messages = List.copyOf(messages);
    }

    static Remembered read(byte[] fingerprint, byte[] messages) {
        var octets = ByteBuffer.wrap(messages);
        var ids = new ArrayList<MessageId>(messages.length / ID_OCTETS);
        while (octets.hasRemaining()) {
            ids.add(new MessageId(new UUID(octets.getLong(), octets.getLong())));
        }
        return new Remembered(fingerprint, ids);
    }

    /** The fingerprint as it is stored. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** The ids as they are stored: 16 octets each. */
    public byte[] storedMessages() {
        var octets = ByteBuffer.allocate(messages.size() * ID_OCTETS);
        for (MessageId id : messages) {
            octets.putLong(id.value().getMostSignificantBits())
                    .putLong(id.value().getLeastSignificantBits());
        }
        return octets.array();
    }

    /** The ids, in the order of the post's messages. */
    public List<MessageId> messages() {
        return messages;
    }

    /** Whether a post of that fingerprint is a repeat of this one. */
    public boolean isOf(byte[] other) {
        return MessageDigest.isEqual(fingerprint, other);
    }
}
