package io.asteris.ingest.event;

import io.asteris.contract.AddressHash;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.ingest.provider.Meaning;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.database.Intervals;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reports that came before the fact which names their message. They wait here, without an address, and are published when it comes;
 * so the order of the two does not matter.
 */
@ApplicationScoped
class UnmatchedStore {
    private static final String ADD = """
            INSERT INTO unmatched (id, site, message, name, h, report) VALUES ($1, $2, $3, $4, $5, $6::text::json)
            """;

    /** By tag, else by the provider's name for the message; only those young enough for the fact to be on its way still. */
    private static final String MATCHED = """
            WITH found AS (
                SELECT unmatched.id, recipient.message, recipient.p
                FROM unmatched JOIN recipient ON recipient.message = unmatched.message
                WHERE unmatched.at > asteris_now() - $1::interval AND recipient.site = unmatched.site
                  AND recipient.h = unmatched.h
                UNION ALL
                SELECT unmatched.id, recipient.message, recipient.p
                FROM unmatched
                JOIN provider_message ON provider_message.site = unmatched.site AND provider_message.name = unmatched.name
                JOIN recipient ON recipient.message = provider_message.message
                WHERE unmatched.at > asteris_now() - $1::interval AND unmatched.message IS NULL
                  AND recipient.site = unmatched.site AND recipient.h = unmatched.h
                LIMIT $2)
            DELETE FROM unmatched USING found WHERE unmatched.id = found.id
            RETURNING unmatched.id, unmatched.report::text AS report, found.message, found.p
            """;

    private final DatabaseClock clock;

    UnmatchedStore(DatabaseClock clock) {
        this.clock = clock;
    }

    /** What waits, as JSON: a report whose message and position are not known yet. */
    record Waiting(Meaning.Outcome outcome, RecipientReport report) {}

    /**
     * A report that waits.
     *
     * @param name what the provider calls the message
     */
    record Unmatched(SiteId site, Optional<MessageId> tag, Optional<String> name, AddressHash hash, Waiting waiting) {}

    Uni<Void> add(SqlConnection connection, List<Unmatched> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = new ArrayList<>();
        for (Unmatched one : reports) {
            rows.add(Tuple.of(
                    MessageId.mint(clock.now()).value(),
                    one.site().value(),
                    one.tag().map(MessageId::value).orElse(null),
                    one.name().orElse(null),
                    one.hash().value(),
                    new String(Json.write(one.waiting()), StandardCharsets.UTF_8)));
        }
        return connection.preparedQuery(ADD).executeBatch(rows).replaceWithVoid();
    }

    /** Publishes those whose message is known by now; gives how many. */
    Uni<Integer> publish(OutboxTransaction open, Duration young, int most) {
        return open.connection()
                .preparedQuery(MATCHED)
                .execute(Tuple.of(Intervals.of(young), most))
                .map(rows -> {
                    for (Row row : rows) {
                        Waiting waiting =
                                Json.read(row.getString("report").getBytes(StandardCharsets.UTF_8), Waiting.class);
                        open.tell(event(waiting, new MessageId(row.getUUID("message")), row.getInteger("p")));
                    }
                    return rows.size();
                });
    }

    private static RecipientEvent event(Waiting waiting, MessageId message, int position) {
        RecipientReport report = waiting.report();
        return Reports.of(
                waiting.outcome(),
                new RecipientReport(
                        message,
                        report.site(),
                        position,
                        report.hash(),
                        report.provider(),
                        report.providerEvent(),
                        report.at(),
                        report.classification(),
                        report.code(),
                        report.text()));
    }
}
