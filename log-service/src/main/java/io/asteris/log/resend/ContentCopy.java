package io.asteris.log.resend;

import io.asteris.contract.Json;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.RecipientField;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    ContentCopy(Database database, ContentStore content, ContentSealer sealer) {
        this.database = database;
        this.content = content;
        this.sealer = sealer;
    }

    /**
     * Stores the attachments under the new id and gives envelope and body, sealed for it, to be stored with the order. Fails with
     * the {@code 409} that says what is gone when the message cannot be sent as it was.
     *
     * @param others the recipients in place of the original ones; empty to keep these
     */
    Uni<List<SealedBlob>> copy(SiteId site, MessageId of, MessageId fresh, List<Mailbox> others) {
        return read(site, of, List.of(ContentPart.ENVELOPE, ContentPart.BODY)).chain(found -> {
            byte[] envelopeJson = found.get(ContentPart.ENVELOPE);
            byte[] body = found.get(ContentPart.BODY);
            if (envelopeJson == null || body == null) {
                throw gone("Its content is not kept any more");
            }
            Envelope original = Json.read(envelopeJson, Envelope.class);
            return sealer.of(site)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .call(keyed -> attachments(keyed, site, original, fresh))
                    .map(keyed -> List.of(
                            keyed.seal(fresh, ContentPart.ENVELOPE, Json.write(renewed(original, fresh, others))),
                            keyed.seal(fresh, ContentPart.BODY, body)));
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
                        throw gone("Its attachment " + info.n() + " (" + info.filename() + ") is not kept any more");
                    }
                    return keyed.seal(fresh, part, octets);
                })
                .chain(blob -> database.asWorker(connection -> content.put(connection, List.of(blob))));
    }

    private Uni<Map<String, byte[]>> read(SiteId site, MessageId of, List<String> parts) {
        return content.get(
                        parts.stream().map(part -> new BlobId(site, of, part)).toList())
                .onFailure(UnopenableSecretException.class)
                .transform(damaged -> gone("Its content is damaged"))
                .map(blobs -> blobs.stream()
                        .collect(Collectors.toMap(blob -> blob.id().part(), StoredBlob::content)));
    }

    private static Envelope renewed(Envelope original, MessageId fresh, List<Mailbox> others) {
        return new Envelope(
                fresh,
                original.site(),
                original.from(),
                original.replyTo(),
                others.isEmpty() ? original.recipients() : addressed(others),
                original.subject(),
                original.headers(),
                original.attachments(),
                fresh.instant(),
                original.unsubscribeUrl(),
                original.tags());
    }

    private static List<Recipient> addressed(List<Mailbox> others) {
        return IntStream.range(0, others.size())
                .mapToObj(i -> new Recipient(i, RecipientField.TO, others.get(i)))
                .toList();
    }

    private static ProblemException gone(String what) {
        return new ProblemException(ProblemType.CONFLICT, what + ", so the message cannot be sent again as it was.");
    }
}
