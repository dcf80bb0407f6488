package io.asteris.dispatcher.delivery;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.state.RecipientState;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Keeps and carries out orders not to send, and marks what may not be sent again. */
@ApplicationScoped
public class OrderStore {
    private static final String KEEP = """
            INSERT INTO cancellation (message, site) SELECT * FROM unnest($1::uuid[], $2::text[])
            ON CONFLICT (message) DO NOTHING
            """;

    private static final String CANCELLED = "SELECT " + DeliveryRows.COLUMNS + """
             FROM delivery d JOIN cancellation c ON c.message = d.message AND c.site = d.site
            WHERE d.message = ANY($1) AND d.state IN ('queued', 'retry_wait', 'held')
            FOR UPDATE OF d SKIP LOCKED
            """;

    /** One look-up by key for each order that is kept: for a plain join the planner reads all deliveries, every second. */
    private static final String ALL_CANCELLED = "SELECT " + DeliveryRows.COLUMNS + """
             FROM cancellation c CROSS JOIN LATERAL (
                SELECT * FROM delivery w
                WHERE w.message = c.message AND w.site = c.site AND w.state IN ('queued', 'retry_wait', 'held')
                LIMIT 1 FOR UPDATE SKIP LOCKED
            ) d
            LIMIT\s""" + SweepStore.BATCH;

    /** One row a statement: holding one lock only, it cannot deadlock with results that are being written. */
    private static final String ERASE =
            "UPDATE delivery SET erased = true WHERE message = $1 AND site = $2 AND NOT erased";

    private final Database database;
    private final Steps steps;

    OrderStore(Database database, Steps steps) {
        this.database = database;
        this.steps = steps;
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

    /** Cancels those of the messages that wait and were ordered to be cancelled. */
    public Uni<List<Transition>> cancel(List<MessageId> messages) {
        UUID[] ids = messages.stream().map(MessageId::value).toArray(UUID[]::new);
        return steps.move(CANCELLED, Tuple.of(ids), this::cancel);
    }

    /** Cancels whatever waits and was ordered to be cancelled while it was not here yet or under way. */
    public Uni<List<Transition>> cancelLate() {
        return steps.move(ALL_CANCELLED, Tuple.tuple(), this::cancel);
    }

    private Recorded cancel(Row row) {
        Delivery unwanted = DeliveryRows.read(row);
        Transition step = Transition.of(unwanted, SweepStore.stoppable(unwanted).cancel(), "cancelled");
        return steps.ready(step.with(unwanted.recipients().withOwed(RecipientState.CANCELLED)), null);
    }

    /** Sees to it that a message is not sent again, whatever comes of a call that is under way. */
    public Uni<Void> erase(MessageId message, SiteId site) {
        return database.workers()
                .preparedQuery(ERASE)
                .execute(Tuple.of(message.value(), site.value()))
                .replaceWithVoid();
    }
}
