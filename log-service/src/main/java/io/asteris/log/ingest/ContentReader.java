package io.asteris.log.ingest;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.DataKeyDestroyedException;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Reads what entries keep of their messages' content, many in one round trip, and seals the bodies for the log's own table. */
@ApplicationScoped
class ContentReader {
    private static final Logger LOG = Logger.getLogger(ContentReader.class);

    private final ContentStore store;
    private final ContentSealer sealer;
    private final long longestBody;

    ContentReader(ContentStore store, ContentSealer sealer, IngestConfig config) {
        this.store = store;
        this.sealer = sealer;
        this.longestBody = config.longestBody().asLongValue();
    }

    /** The envelopes of these messages, and the bodies of those whose site keeps them. */
    Uni<Content> read(Collection<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(Content.NONE);
        }
        List<BlobId> ids = wanted.stream().flatMap(one -> one.blobs().stream()).toList();
        return blobs(ids).chain(blobs -> sealers(blobs)
                // Parsing and sealing a thousand messages takes longer than an event loop may be held.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(sealers -> content(blobs, sealers)));
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

    private Uni<Map<SiteId, SiteSealer>> sealers(List<StoredBlob> blobs) {
        Set<SiteId> sites = blobs.stream()
                .filter(ContentReader::isBody)
                .map(blob -> blob.id().site())
                .collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(sites)
                .onItem()
                .transformToUniAndConcatenate(site -> sealer.of(site)
                        .map(found -> Optional.of(Map.entry(site, found)))
                        .onFailure(DataKeyDestroyedException.class)
                        .recoverWithItem(Optional.empty()))
                .collect()
                .asList()
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Content content(List<StoredBlob> blobs, Map<SiteId, SiteSealer> sealers) {
        var envelopes = new HashMap<MessageId, Envelope>();
        var bodies = new HashMap<MessageId, SealedBlob>();
        for (StoredBlob blob : blobs) {
            MessageId message = blob.id().message();
            SiteSealer site = sealers.get(blob.id().site());
            if (!isBody(blob)) {
                envelopes.put(message, Json.read(blob.content(), Envelope.class));
            } else if (site != null && blob.content().length <= longestBody) {
                bodies.put(message, site.seal(message, ContentPart.BODY, blob.content()));
            }
        }
        return new Content(envelopes, bodies);
    }

    private static boolean isBody(StoredBlob blob) {
        return blob.id().part().equals(ContentPart.BODY);
    }

    /** A message whose content is to be read. */
    record Wanted(SiteId site, MessageId message, boolean body) {
        List<BlobId> blobs() {
            var ids = new ArrayList<BlobId>(2);
            ids.add(new BlobId(site, message, ContentPart.ENVELOPE));
            if (body) {
                ids.add(new BlobId(site, message, ContentPart.BODY));
            }
            return ids;
        }
    }
}
