package io.asteris.log.resend;

import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.log.body.BodyStore;
import io.asteris.log.entry.Entry;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts a message's content under another id. A blob opens only under the id it was sealed for, so each is opened and sealed anew;
 * attachments go one after the other, so that only one of them is in memory. A blob that is there already stays: a repeat changes
 * nothing.
 */
@ApplicationScoped
class ContentCopy {
    private final Database database;
    private final ContentStore content;
    private final ContentSealer sealer;
    private final BodyStore bodies;

    ContentCopy(Database database, ContentStore content, ContentSealer sealer, BodyStore bodies) {
        this.database = database;
        this.content = content;
        this.sealer = sealer;
        this.bodies = bodies;
    }

    /**
     * Stores the attachments under the new id and gives envelope and body, sealed for it, to be stored with the order. Fails with
     * the {@code 409} that says what is gone when the message cannot be sent as it was.
     *
     * @param others the recipients in place of the original ones; empty to keep these
     */
    Uni<List<SealedBlob>> copy(Entry entry, MessageId fresh, List<Mailbox> others) {
        SiteId site = entry.site();
        return original(entry).chain(original -> sealer.of(site)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .call(keyed -> attachments(keyed, site, original.envelope(), fresh))
                .map(keyed -> List.of(
                        keyed.seal(fresh, ContentPart.ENVELOPE, Json.write(original.renewed(fresh, others))),
                        keyed.seal(fresh, ContentPart.BODY, Json.write(original.body())))));
    }

    /** As the content store has it; once that has let it go, as the log keeps it. */
    private Uni<Original> original(Entry entry) {
        return read(entry.site(), entry.message(), List.of(ContentPart.ENVELOPE, ContentPart.BODY))
                .chain(found -> {
                    byte[] envelope = found.get(ContentPart.ENVELOPE);
                    byte[] body = found.get(ContentPart.BODY);
                    return envelope == null || body == null
                            ? bodies.kept(entry.site(), entry.message())
                                    .map(kept -> Original.of(entry, kept.orElse(null)))
                            : Uni.createFrom()
                                    .item(new Original(
                                            Json.read(envelope, Envelope.class), Json.read(body, Body.class)));
                });
    }

    /** Stores what {@link #copy} gave, in the transaction of the order. */
    Uni<Void> put(SqlConnection transaction, List<SealedBlob> blobs) {
        return content.put(transaction, blobs);
    }

    /** Takes back what was stored for a message that is not sent after all. */
    Uni<Void> takeBack(MessageId fresh) {
        return content.delete(List.of(fresh));
    }

    private Uni<Void> attachments(SiteSealer keyed, SiteId site, Envelope original, MessageId fresh) {
        return Multi.createFrom()
                .iterable(original.attachments())
                .onItem()
                .transformToUniAndConcatenate(info -> attachment(keyed, site, original.message(), fresh, info))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> attachment(SiteSealer keyed, SiteId site, MessageId of, MessageId fresh, AttachmentInfo info) {
        String part = ContentPart.attachment(info.n());
        return read(site, of, List.of(part))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> {
                    byte[] octets = found.get(part);
                    if (octets == null) {
                        throw Original.gone(
                                "Its attachment " + info.n() + " (" + info.filename() + ") is not kept any more");
                    }
                    return keyed.seal(fresh, part, octets);
                })
                .chain(blob -> database.asWorker(connection -> content.put(connection, List.of(blob))));
    }

    private Uni<Map<String, byte[]>> read(SiteId site, MessageId of, List<String> parts) {
        return content.get(
                        parts.stream().map(part -> new BlobId(site, of, part)).toList())
                .onFailure(UnopenableSecretException.class)
                .transform(damaged -> Original.gone("Its content is damaged"))
                .map(blobs -> blobs.stream()
                        .collect(Collectors.toMap(blob -> blob.id().part(), StoredBlob::content)));
    }
}
