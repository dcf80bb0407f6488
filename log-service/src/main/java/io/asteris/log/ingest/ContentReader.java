package io.asteris.log.ingest;

import io.asteris.contract.AddressKey;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.log.body.BodySealer;
import io.asteris.log.body.BodySealers;
import io.asteris.log.body.LoggedBody;
import io.asteris.log.entry.Letter;
import io.asteris.log.redact.Redaction;
import io.asteris.log.search.WordHash;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads what entries keep of their messages' content, many in one round trip, and seals the bodies for the log's own table. */
@ApplicationScoped
class ContentReader {
    private static final Logger LOG = Logger.getLogger(ContentReader.class);

    private final ContentStore store;
    private final BodySealers sealers;
    private final AddressKey addressKey;
    private final long longestBody;

    ContentReader(ContentStore store, BodySealers sealers, AddressKey addressKey, IngestConfig config) {
        this.addressKey = addressKey;
        this.store = store;
        this.sealers = sealers;
        this.longestBody = config.longestBody().asLongValue();
    }

    /** The envelopes of these messages, and the bodies of those whose site keeps them. */
    Uni<Content> read(Collection<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(Content.NONE);
        }
        List<BlobId> ids = wanted.stream().flatMap(one -> one.blobs().stream()).toList();
        return blobs(ids).chain(blobs -> sealers.of(sites(blobs))
                // Parsing and sealing a thousand messages takes longer than an event loop may be held.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> content(wanted, blobs, found)));
    }

    /** One blob that cannot be opened must not hold up the log of everybody else: then each message is read alone. */
    private Uni<List<StoredBlob>> blobs(List<BlobId> ids) {
        return store.get(ids).onFailure(UnopenableSecretException.class).recoverWithUni(() -> Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(this::alone)
                .collect()
                .asList()
                .map(lists -> lists.stream().flatMap(List::stream).toList()));
    }

    private Uni<List<StoredBlob>> alone(BlobId id) {
        return store.get(List.of(id))
                .onFailure(UnopenableSecretException.class)
                .invoke(() -> LOG.warnf(
                        "Content cannot be opened, so the entry goes without messageId=%s part=%s",
                        id.message(), id.part()))
                .onFailure(UnopenableSecretException.class)
                .recoverWithItem(List.of());
    }

    private static Set<SiteId> sites(List<StoredBlob> blobs) {
        return blobs.stream()
                .filter(ContentReader::isBody)
                .map(blob -> blob.id().site())
                .collect(Collectors.toSet());
    }

    private Content content(Collection<Wanted> wanted, List<StoredBlob> blobs, Map<SiteId, BodySealer> keys) {
        Map<MessageId, Map<String, byte[]>> parts = new HashMap<>();
        blobs.forEach(blob -> parts.computeIfAbsent(blob.id().message(), id -> new HashMap<>())
                .put(blob.id().part(), blob.content()));
        var letters = new HashMap<MessageId, Letter>();
        var bodies = new HashMap<MessageId, ReadBody>();
        var words = new HashMap<SiteId, WordHash>();
        for (Wanted one : wanted) {
            Map<String, byte[]> found = parts.getOrDefault(one.message(), Map.of());
            byte[] json = found.get(ContentPart.ENVELOPE);
            if (json != null) {
                Envelope envelope = Json.read(json, Envelope.class);
                Letter letter = Letter.of(envelope, one.settings().attachments());
                byte[] body = bounded(found.get(ContentPart.BODY));
                boolean secret = one.sensitive() || Redaction.isSecret(letter.subject(), body);
                letters.put(one.message(), secret ? letter.masked() : letter);
                BodySealer keyed = keys.get(one.site());
                if (body != null && keyed != null) {
                    byte[] kept = secret ? masked(body) : LoggedBody.json(envelope, body);
                    WordHash hash = words.computeIfAbsent(one.site(), site -> new WordHash(addressKey, site));
                    bodies.put(
                            one.message(),
                            new ReadBody(
                                    keyed.seal(one.message(), kept),
                                    secret,
                                    one.settings().searchBody()
                                            ? hash.of(BodyText.of(Json.read(kept, Body.class)))
                                            : List.of()));
                }
            }
        }
        return new Content(letters, bodies);
    }

    /** Too long a one is left to the content store. */
    private byte @Nullable [] bounded(byte @Nullable [] body) {
        return body == null || body.length > longestBody ? null : body;
    }

    private static byte[] masked(byte[] body) {
        return Json.write(Redaction.mask(Json.read(body, Body.class)));
    }

    private static boolean isBody(StoredBlob blob) {
        return blob.id().part().equals(ContentPart.BODY);
    }
}
