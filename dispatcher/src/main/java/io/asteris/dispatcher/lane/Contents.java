package io.asteris.dispatcher.lane;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.provider.Outgoing;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.StoredBlob;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches what is to be sent, for many messages in one read. */
@ApplicationScoped
class Contents {
    private final ContentStore store;

    Contents(ContentStore store) {
        this.store = store;
    }

    /** All blobs of those messages, opened. Fails when the store does not answer. */
    Uni<Map<BlobId, byte[]>> of(List<Delivery> deliveries) {
        List<BlobId> wanted = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            wanted.add(id(delivery, ContentPart.ENVELOPE));
            wanted.add(id(delivery, ContentPart.BODY));
            for (int n = 1; n <= delivery.attachments(); n++) {
                wanted.add(id(delivery, ContentPart.attachment(n)));
            }
        }
        return store.get(wanted).map(blobs -> {
            Map<BlobId, byte[]> found = HashMap.newHashMap(blobs.size());
            for (StoredBlob blob : blobs) {
                found.put(blob.id(), blob.content());
            }
            return found;
        });
    }

    /**
     * Puts a message together for the recipients it is owed to.
     *
     * @throws UnreadableContentException when a part is missing or is not what it should be
     */
    static Outgoing outgoing(Delivery delivery, Map<BlobId, byte[]> blobs) {
        Envelope envelope = read(delivery, ContentPart.ENVELOPE, blobs, Envelope.class);
        Body body = read(delivery, ContentPart.BODY, blobs, Body.class);
        if (envelope.recipients().size() != delivery.recipients().count()) {
            throw new UnreadableContentException("its envelope has another number of recipients than was announced");
        }
        List<byte[]> attachments = new ArrayList<>(envelope.attachments().size());
        for (AttachmentInfo attachment : envelope.attachments()) {
            attachments.add(octets(delivery, ContentPart.attachment(attachment.n()), blobs));
        }
        return new Outgoing(
                envelope, body, attachments, new HashSet<>(delivery.recipients().owed()));
    }

    private static <T> T read(Delivery delivery, String part, Map<BlobId, byte[]> blobs, Class<T> type) {
        try {
            return Json.read(octets(delivery, part, blobs), type);
        } catch (Json.UnreadableJsonException unreadable) {
            throw new UnreadableContentException("its " + part + " cannot be read");
        }
    }

    private static byte[] octets(Delivery delivery, String part, Map<BlobId, byte[]> blobs) {
        byte @Nullable [] octets = blobs.get(id(delivery, part));
        if (octets == null) {
            throw new UnreadableContentException("its " + part + " is gone");
        }
        return octets;
    }

    private static BlobId id(Delivery delivery, String part) {
        MessageId message = delivery.message();
        return new BlobId(delivery.site(), message, part);
    }

    /** A message's content is not there or is not what it should be; its words say which part, for the owner. */
    static final class UnreadableContentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableContentException(String words) {
            super(words, null, false, false);
        }
    }
}
