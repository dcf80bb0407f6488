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
import java.util.Optional;

/** The bodies that sites keep. */
@ApplicationScoped
class BodyStore {
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
