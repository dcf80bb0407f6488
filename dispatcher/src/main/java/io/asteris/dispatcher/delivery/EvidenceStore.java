package io.asteris.dispatcher.delivery;

import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.event.RecipientEvent;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Notes what providers report of messages of which no answer said that they were taken. Nearly every report is of a message that is
 * sent already; those are told apart in one look-up for the whole batch.
 */
@ApplicationScoped
public class EvidenceStore {
    /**
     * A report counts where it names a message of its own site and the recipient that stands at its position. Of one that was refused,
     * only what a mailbox does speaks against the refusal: a bounce may be that very refusal, told by another.
     */
    private static final String TELLING = """
            SELECT DISTINCT r.message, r.site, r.position
            FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::boolean[])
                AS r (message, site, position, hash, strong)
            JOIN delivery d ON d.message = r.message AND d.site = r.site AND d.hashes[r.position + 1] = r.hash
            WHERE d.state NOT IN ('sent', 'suppressed', 'cancelled') AND NOT r.position = ANY (coalesce(d.proven, '{}'))
              AND (substr(d.recipients, r.position + 1, 1) = 'p'
                   OR r.strong AND substr(d.recipients, r.position + 1, 1) = 'r' AND d.state IN ('failed', 'expired', 'unknown'))
            """;

    /** One row a statement: holding one lock only, it cannot deadlock with results that are being written. */
    private static final String NOTE = """
            UPDATE delivery SET proven = coalesce(proven, '{}') || $3::integer
            WHERE message = $1 AND site = $2 AND state NOT IN ('sent', 'suppressed', 'cancelled')
            """;

    private final Database database;

    EvidenceStore(Database database) {
        this.database = database;
    }

    /**
     * Notes those reports that say something new.
     *
     * @return how many did
     */
    public Uni<Integer> note(List<RecipientEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return database.workers()
                .preparedQuery(TELLING)
                .execute(Tuple.of(
                        column(events, UUID[]::new, event -> event.report()
                                .message()
                                .value()),
                        column(events, String[]::new, event -> event.site().value()),
                        column(events, Integer[]::new, event -> event.report().position()),
                        column(events, String[]::new, event -> event.report()
                                .hash()
                                .value()),
                        column(events, Boolean[]::new, EvidenceStore::isOfTheMailbox)))
                .chain(rows -> {
                    List<Row> telling = new ArrayList<>(rows.size());
                    rows.forEach(telling::add);
                    return note(telling).replaceWith(telling.size());
                });
    }

    private Uni<Void> note(Iterable<Row> telling) {
        return Multi.createFrom()
                .iterable(telling)
                .onItem()
                .transformToUniAndConcatenate(row -> database.workers()
                        .preparedQuery(NOTE)
                        .execute(Tuple.of(row.getUUID("message"), row.getString("site"), row.getInteger("position"))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whether only a message that arrived can have led to it. */
    private static boolean isOfTheMailbox(RecipientEvent event) {
        return switch (event) {
            case RecipientEvent.Delivered delivered -> true;
            case RecipientEvent.Complained complained -> true;
            case RecipientEvent.Unsubscribed unsubscribed -> true;
            case RecipientEvent.Opened opened -> true;
            case RecipientEvent.Clicked clicked -> true;
            case RecipientEvent.Bounced bounced -> false;
            case RecipientEvent.Deferred deferred -> false;
        };
    }
}
