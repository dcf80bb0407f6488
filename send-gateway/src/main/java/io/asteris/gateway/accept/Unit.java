package io.asteris.gateway.accept;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.gateway.idempotency.Remembered;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.kafka.OutgoingEvent;
import java.util.List;
import java.util.Optional;

/**
 * What one submission wants stored, whole or not at all: its sealed content, its announcements, and the key that must be new for it.
 *
 * @param partsStored whether there are parts that were too large for the shared commit and are stored already
 */
record Unit(
        SiteId site,
        List<MessageId> messages,
        List<SealedBlob> blobs,
        List<OutgoingEvent> announcements,
        Optional<Claim> claim,
        boolean partsStored) {
    private static final int ROW_OVERHEAD = 128;

    Unit {
        messages = List.copyOf(messages);
        blobs = List.copyOf(blobs);
        announcements = List.copyOf(announcements);
    }

    /** About how many octets it brings into a commit. */
    long octets() {
        long octets = 0;
        for (SealedBlob blob : blobs) {
            octets += blob.sealed().length + ROW_OVERHEAD;
        }
        for (OutgoingEvent announcement : announcements) {
            octets += announcement.body().length + ROW_OVERHEAD;
        }
        return octets;
    }

    /** A key that this unit must be the first to use, and what a repeat is then answered. */
    record Claim(IdempotencyKey key, Remembered remembered) {}
}
