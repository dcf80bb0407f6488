package io.asteris.log.body;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.log.entry.Visibility;
import io.asteris.log.entry.Visible;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The bodies that sites keep. */
@ApplicationScoped
public class BodyStore {
    private static final String REMEMBER = "INSERT INTO body_read (site, message, by_key) VALUES ($1, $2, $3)";

    private final Database database;
    private final Visibility visibility;
    private final ContentSealer sealer;

    BodyStore(Database database, Visibility visibility, ContentSealer sealer) {
        this.database = database;
        this.visibility = visibility;
        this.sealer = sealer;
    }

    /**
     * The body of one message of the site, if it is kept. That it was read is remembered in the same transaction: a read that
     * cannot be remembered is refused.
     *
     * @param reader the id of the API key
     */
    Uni<Optional<Body>> read(SiteId site, MessageId message, String reader) {
        return database.inSite(site, connection -> visibility
                        .of(connection, site)
                        .chain(visible -> find(connection, visible, message))
                        .call(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : remember(connection, site, message, reader)))
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(Optional.empty()) : open(found.get()));
    }

    /**
     * The bodies of those of these messages of the site that are kept, each remembered as {@link #read} does.
     *
     * @param reader the id of the API key
     */
    public Uni<Map<MessageId, Body>> readAll(SiteId site, List<MessageId> messages, String reader) {
        return database.inSite(site, connection -> visibility
                        .of(connection, site)
                        .chain(visible -> findAll(connection, visible, messages))
                        .call(found -> rememberAll(connection, site, found, reader)))
                .chain(this::openAll);
    }

    private static Uni<List<SealedBlob>> findAll(SqlConnection connection, Visible visible, List<MessageId> messages) {
        if (visible.isNothing() || messages.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String sql = """
                SELECT body.message, body.sealed
                FROM entry JOIN body USING (message, retention)
                WHERE entry.message = ANY ($3) AND entry.message BETWEEN $4 AND $5 AND body.message BETWEEN $4 AND $5
                  AND body.site = $1 AND %s
                """.formatted(visible.sql());
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(
                        visible.site().value(),
                        visible.horizon(),
                        messages.stream().map(MessageId::value).toArray(UUID[]::new),
                        Collections.min(messages).value(),
                        Collections.max(messages).value()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> sealed(visible.site(), new MessageId(row.getUUID("message")), row))
                        .toList());
    }

    private static Uni<Void> rememberAll(SqlConnection connection, SiteId site, List<SealedBlob> found, String reader) {
        return found.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(REMEMBER)
                        .executeBatch(found.stream()
                                .map(blob -> Tuple.of(
                                        site.value(), blob.id().message().value(), reader))
                                .toList())
                        .replaceWithVoid();
    }

    private Uni<Map<MessageId, Body>> openAll(List<SealedBlob> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return sealer.existing(found.getFirst().id().site())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(site -> site.map(keyed -> found.stream()
                                .collect(Collectors.toMap(blob -> blob.id().message(), blob -> clear(keyed, blob))))
                        .orElse(Map.of()));
    }

    private static Uni<Optional<SealedBlob>> find(SqlConnection connection, Visible visible, MessageId message) {
        if (visible.isNothing()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String sql = """
                SELECT body.sealed
                FROM entry JOIN body USING (message, retention)
                WHERE entry.message = $3 AND body.message = $3 AND body.site = $1 AND %s
                """.formatted(visible.sql());
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(visible.site().value(), visible.horizon(), message.value()))
                .map(rows -> {
                    var rest = rows.iterator();
                    return rest.hasNext()
                            ? Optional.of(sealed(visible.site(), message, rest.next()))
                            : Optional.empty();
                });
    }

    private static Uni<Void> remember(SqlConnection connection, SiteId site, MessageId message, String reader) {
        return connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(site.value(), message.value(), reader))
                .replaceWithVoid();
    }

    private Uni<Optional<Body>> open(SealedBlob sealed) {
        return sealer.existing(sealed.id().site())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(site -> site.map(found -> clear(found, sealed)));
    }

    private static Body clear(SiteSealer site, SealedBlob sealed) {
        return Json.read(site.open(sealed).content(), Body.class);
    }

    private static SealedBlob sealed(SiteId site, MessageId message, Row row) {
        return new SealedBlob(
                new BlobId(site, message, ContentPart.BODY),
                row.getBuffer("sealed").getBytes());
    }
}
