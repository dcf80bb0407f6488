package io.asteris.log.body;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
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
    private static final String FIND = """
            SELECT body.sealed
            FROM entry JOIN body USING (message, retention)
            WHERE entry.site = $1 AND entry.message = $2 AND entry.recorded AND body.message = $2 AND body.site = $1
            """;

    private static final String REMEMBER = "INSERT INTO body_read (site, message, by_key) VALUES ($1, $2, $3)";

    private final Database database;
    private final ContentSealer sealer;

    BodyStore(Database database, ContentSealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    /**
     * The body of one message of the site, if it is kept. That it was read is remembered in the same transaction: a read that
     * cannot be remembered is refused.
     *
     * @param reader the id of the API key
     */
    Uni<Optional<Body>> read(SiteId site, MessageId message, String reader) {
        return database.inSite(site, connection -> connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(site.value(), message.value()))
                        .chain(rows -> {
                            var rest = rows.iterator();
                            return rest.hasNext()
                                    ? remember(connection, site, message, reader)
                                            .replaceWith(Optional.of(sealed(site, message, rest.next())))
                                    : Uni.createFrom().item(Optional.<SealedBlob>empty());
                        }))
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(Optional.empty()) : open(found.get()));
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
