package io.asteris.dispatcher.delivery;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Keeps orders not to send, and marks what may not be sent again. */
@ApplicationScoped
public class OrderStore {
    private static final String KEEP = """
            INSERT INTO cancellation (message, site) SELECT * FROM unnest($1::uuid[], $2::text[])
            ON CONFLICT (message) DO NOTHING
            """;

    /** One row a statement: holding one lock only, it cannot deadlock with results that are being written. */
    private static final String ERASE =
            "UPDATE delivery SET erased = true WHERE message = $1 AND site = $2 AND NOT erased";

    private final Database database;

    OrderStore(Database database) {
        this.database = database;
    }

    /** Keeps orders not to send, for messages that may not be here yet. */
    public Uni<Void> keep(List<MessageId> messages, List<SiteId> sites) {
        return database.workers()
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        messages.stream().map(MessageId::value).toArray(UUID[]::new),
                        sites.stream().map(SiteId::value).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Sees to it that a message is not sent again, whatever comes of a call that is under way. */
    public Uni<Void> erase(MessageId message, SiteId site) {
        return database.workers()
                .preparedQuery(ERASE)
                .execute(Tuple.of(message.value(), site.value()))
                .replaceWithVoid();
    }
}
