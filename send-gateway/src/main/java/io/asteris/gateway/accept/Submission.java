package io.asteris.gateway.accept;

import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.SiteId;
import io.asteris.platform.http.IdempotencyKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one post asks to be accepted: its messages are accepted together or not at all.
 *
 * @param once the key and fingerprint under which a repeat is recognised
 * @param minted is told each id before anything is stored, so that nothing that becomes of it can be missed
 */
public record Submission(
        SiteId site, MessageKind kind, List<ReadyMessage> ready, Optional<Once> once, Consumer<MessageId> minted) {
    public Submission {
        ready = List.copyOf(ready);
    }

    /** Whether anything in it is too large to be handled on an event loop. */
    boolean isLarge(long largePart) {
        long size = 0;
        for (ReadyMessage message : ready) {
            size += message.request().size();
        }
        return size > largePart;
    }

    /** A post's idempotency key and the fingerprint of what it asks. */
    public static final class Once {
        private final IdempotencyKey key;
        private final byte[] fingerprint;

        /** The fingerprint is not copied. */
        public Once(IdempotencyKey key, byte[] fingerprint) {
            this.key = key;
            this.fingerprint = fingerprint;
        }

        IdempotencyKey key() {
            return key;
        }

        byte[] fingerprint() {
            return fingerprint;
        }
    }
}
