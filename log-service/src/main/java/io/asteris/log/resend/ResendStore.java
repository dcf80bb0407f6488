package io.asteris.log.resend;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.fold.Status;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which message was made of which. */
@ApplicationScoped
class ResendStore {
    private static final String ADD = """
            INSERT INTO resend (message, site, of, by_key) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """;
    private static final String IS_ORDERED = "SELECT FROM resend WHERE site = $1 AND message = $2";

    private static final String VERDICTS = """
            SELECT message, status FROM entry
            WHERE site = $1 AND message = ANY ($2::uuid[]) AND kind IS NOT NULL AND status <> 'queued'
            """;
    private static final String KNOWN = """
            SELECT message FROM entry
            WHERE site = $1 AND message = ANY ($2::uuid[]) AND recorded AND kind IS NOT NULL
            """;

    private final Database database;

    ResendStore(Database database) {
        this.database = database;
    }

    /** How those of these messages stand that are no longer queued. */
    Uni<Map<MessageId, Status>> verdicts(SiteId site, List<MessageId> messages) {
        return database.inSite(site, connection -> connection
                .preparedQuery(VERDICTS)
                .execute(Tuple.of(site.value(), ids(messages)))
                .map(rows -> {
                    var verdicts = new HashMap<MessageId, Status>();
                    rows.forEach(row -> verdicts.put(
                            new MessageId(row.getUUID("message")),
                            Status.named(row.getString("status")).orElseThrow()));
                    return verdicts;
                }));
    }

    /** Those of these messages that the site's log has. */
    Uni<Set<MessageId>> known(SiteId site, List<MessageId> messages) {
        return database.inSite(site, connection -> connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(site.value(), ids(messages)))
                .map(rows -> {
                    var known = new HashSet<MessageId>();
                    rows.forEach(row -> known.add(new MessageId(row.getUUID("message"))));
                    return known;
                }));
    }

    /** Remembers a resend; false when it was ordered before. */
    Uni<Boolean> add(SqlConnection transaction, SiteId site, MessageId fresh, MessageId of, String by) {
        return transaction
                .preparedQuery(ADD)
                .execute(Tuple.of(fresh.value(), site.value(), of.value(), by))
                .map(added -> added.rowCount() == 1);
    }

    /** Whether the new message was ordered. */
    Uni<Boolean> isOrdered(SqlConnection transaction, SiteId site, MessageId fresh) {
        return transaction
                .preparedQuery(IS_ORDERED)
                .execute(Tuple.of(site.value(), fresh.value()))
                .map(found -> found.rowCount() == 1);
    }

    private static UUID[] ids(List<MessageId> messages) {
        return messages.stream().map(MessageId::value).toArray(UUID[]::new);
    }
}
