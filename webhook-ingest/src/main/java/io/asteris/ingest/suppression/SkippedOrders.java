package io.asteris.ingest.suppression;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AddressKey;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.AttachmentInfo;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.content.Recipient;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.DataKeyDestroyedException;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Sends what was skipped to an address that left the list: each message again, under a new id, to that recipient alone. The content is
 * put under the new id here and the order goes to the gateway, which announces it like any other. One message a transaction.
 */
@ApplicationScoped
class SkippedOrders {
    private static final Logger LOG = Logger.getLogger(SkippedOrders.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int MOST = 500;

    /** Newest first and bounded. */
    private static final String SKIPPED = """
            SELECT DISTINCT message FROM recipient WHERE site = $1 AND h = $2 AND skipped ORDER BY message DESC LIMIT $3
            """;

    /** A message that was ordered for this address before is not ordered again. */
    private static final String INSERT = """
            INSERT INTO skipped_order (site, h, of, message, by_whom, state)
            SELECT $1, $2, of, message, $3, 'ordered' FROM unnest($4::uuid[], $5::uuid[]) AS new (of, message)
            ON CONFLICT DO NOTHING
            """;

    private static final String TAKE = """
            SELECT skipped_order.site, h, of, skipped_order.message, by_whom, announced.event::text AS event
            FROM skipped_order LEFT JOIN announced ON announced.message = skipped_order.of
            WHERE state = 'ordered'
            ORDER BY at LIMIT 1
            FOR UPDATE OF skipped_order SKIP LOCKED
            """;

    private static final String END = "UPDATE skipped_order SET state = $4 WHERE site = $1 AND h = $2 AND of = $3";

    private final Outbox outbox;
    private final ContentStore content;
    private final ContentSealer sealer;
    private final AddressKey key;
    private final DatabaseClock clock;
    private final Vertx vertx;

    SkippedOrders(
            Outbox outbox,
            ContentStore content,
            ContentSealer sealer,
            AddressKey key,
            DatabaseClock clock,
            Vertx vertx) {
        this.outbox = outbox;
        this.content = content;
        this.sealer = sealer;
        this.key = key;
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        vertx.setTimer(INTERVAL.toMillis(), timer -> round());
    }

    /** Orders what was skipped for an address; gives how many messages that is. */
    Uni<Integer> order(SqlConnection connection, SiteId site, AddressHash hash, String by) {
        return connection
                .preparedQuery(SKIPPED)
                .execute(Tuple.of(site.value(), hash.value(), MOST))
                .chain(rows -> {
                    List<UUID> messages = new ArrayList<>();
                    rows.forEach(row -> messages.add(row.getUUID("message")));
                    UUID[] fresh = messages.stream()
                            .map(of -> MessageId.mint(clock.now()).value())
                            .toArray(UUID[]::new);
                    return connection
                            .preparedQuery(INSERT)
                            .execute(Tuple.of(site.value(), hash.value(), by, messages.toArray(UUID[]::new), fresh));
                })
                .map(rows -> rows.rowCount());
    }

    private void round() {
        outbox.asWorker(this::next)
                .onFailure()
                .invoke(failure -> LOG.warnf("What was skipped waits cause=%s", failure))
                .onFailure()
                .recoverWithItem(false)
                .subscribe()
                .with(more -> vertx.setTimer(more ? 1 : INTERVAL.toMillis(), timer -> round()));
    }

    private Uni<Boolean> next(OutboxTransaction open) {
        return open.connection()
                .query(TAKE)
                .execute()
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : send(open, Order.of(rows.iterator().next())).replaceWith(true));
    }

    /** One message that is to be sent to one recipient after all. */
    private record Order(
            SiteId site,
            AddressHash hash,
            MessageId of,
            MessageId message,
            String by,
            Optional<MessageAccepted> event) {
        static Order of(Row row) {
            return new Order(
                    new SiteId(row.getString("site")),
                    new AddressHash(row.getString("h")),
                    new MessageId(row.getUUID("of")),
                    new MessageId(row.getUUID("message")),
                    row.getString("by_whom"),
                    Optional.ofNullable(row.getString("event"))
                            .map(json -> Json.read(json.getBytes(StandardCharsets.UTF_8), MessageAccepted.class)));
        }

        BlobId blob(String part) {
            return new BlobId(site, of, part);
        }
    }

    private Uni<Void> send(OutboxTransaction open, Order order) {
        return copy(open, order)
                .onFailure(failure ->
                        failure instanceof UnopenableSecretException || failure instanceof DataKeyDestroyedException)
                .recoverWithItem(false)
                .chain(copied -> open.connection()
                        .preparedQuery(END)
                        .execute(Tuple.of(
                                order.site().value(),
                                order.hash().value(),
                                order.of().value(),
                                copied ? "done" : "gone")))
                .replaceWithVoid();
    }

    /** False when something of the content is no longer there: half a message is not sent. */
    private Uni<Boolean> copy(OutboxTransaction open, Order order) {
        return content.get(open.connection(), List.of(order.blob(ContentPart.ENVELOPE)))
                .chain(found -> {
                    Optional<Envelope> envelope =
                            found.stream().findFirst().map(blob -> Json.read(blob.content(), Envelope.class));
                    Optional<Envelope> mine = envelope.flatMap(whole -> only(whole, order));
                    return mine.isEmpty() || order.event().isEmpty()
                            ? Uni.createFrom().item(false)
                            : copy(open, order, mine.get(), order.event().get());
                });
    }

    private Uni<Boolean> copy(OutboxTransaction open, Order order, Envelope envelope, MessageAccepted event) {
        List<BlobId> parts = new ArrayList<>();
        parts.add(order.blob(ContentPart.BODY));
        for (AttachmentInfo attachment : envelope.attachments()) {
            parts.add(order.blob(ContentPart.attachment(attachment.n())));
        }
        return content.get(open.connection(), parts)
                .chain(blobs -> blobs.size() < parts.size()
                        ? Uni.createFrom().item(false)
                        : sealer.of(order.site())
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(site -> sealed(site, order, envelope, blobs))
                                .chain(parcel -> content.put(open.connection(), parcel))
                                .invoke(() -> open.tell(ordered(order, event)))
                                .replaceWith(true));
    }

    private static List<SealedBlob> sealed(SiteSealer site, Order order, Envelope envelope, List<StoredBlob> blobs) {
        List<SealedBlob> sealed = new ArrayList<>();
        sealed.add(site.seal(order.message(), ContentPart.ENVELOPE, Json.write(envelope)));
        for (StoredBlob blob : blobs) {
            sealed.add(site.seal(order.message(), blob.id().part(), blob.content()));
        }
        return sealed;
    }

    /** The envelope to this recipient alone; empty when the message did not go to it. */
    private Optional<Envelope> only(Envelope whole, Order order) {
        return whole.recipients().stream()
                .filter(to -> key.hash(order.site(), to.mailbox().address()).equals(order.hash()))
                .findFirst()
                .map(to -> new Envelope(
                        order.message(),
                        whole.site(),
                        whole.from(),
                        whole.replyTo(),
                        List.of(new Recipient(0, to.field(), to.mailbox())),
                        whole.subject(),
                        whole.headers(),
                        whole.attachments(),
                        clock.now(),
                        whole.unsubscribeUrl()));
    }

    private ResendOrdered ordered(Order order, MessageAccepted event) {
        return new ResendOrdered(
                order.message(),
                order.site(),
                order.of(),
                order.by(),
                clock.now(),
                event.source(),
                event.tags(),
                event.metadata(),
                event.size(),
                event.onUnknown(),
                event.sensitive());
    }
}
