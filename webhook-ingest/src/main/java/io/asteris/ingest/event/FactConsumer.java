package io.asteris.ingest.event;

import io.asteris.contract.MessageId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.ingest.erase.Erasures;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.platform.database.Database;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.kafka.EventConsumers;
import io.asteris.platform.kafka.Received;
import io.asteris.platform.outbox.Outbox;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Learns from the other services whom messages went to, what providers call them, whom the dispatcher skipped, and which recipients
 * were refused for good in the call itself, and what is to be forgotten. Repeats change nothing.
 */
@ApplicationScoped
class FactConsumer {
    private static final int MOST_PER_BATCH = 500;
    /** A report that comes before its message is known waits in a table, so nothing is lost by learning a little later. */
    private static final Duration GATHERING = Duration.ofMillis(200);

    private static final int MOST_PUBLISHED = 500;

    /** Beyond it a report that waits has waited in vain. */
    private static final Duration WAITED_FOR = Duration.ofDays(1);

    private static final String SENT = """
            INSERT INTO provider_state AS known (site, provider, sends, sends_since)
            SELECT site, provider, sends, sends FROM unnest($1::text[], $2::text[], $3::bigint[]) AS new (site, provider, sends)
            ORDER BY site, provider
            ON CONFLICT (site, provider) DO UPDATE
            SET sends = known.sends + excluded.sends, sends_since = known.sends_since + excluded.sends
            """;

    private final EventConsumers consumers;
    private final Database database;
    private final Outbox outbox;
    private final CorrelationStore store;
    private final UnmatchedStore unmatched;
    private final HardRefusals refusals;
    private final Erasures erasures;

    FactConsumer(
            EventConsumers consumers,
            Database database,
            Outbox outbox,
            CorrelationStore store,
            UnmatchedStore unmatched,
            HardRefusals refusals,
            Erasures erasures) {
        this.consumers = consumers;
        this.database = database;
        this.outbox = outbox;
        this.store = store;
        this.unmatched = unmatched;
        this.refusals = refusals;
        this.erasures = erasures;
    }

    void start(@Observes StartupEvent started) {
        consumers.startGathering(
                "asteris.webhook-ingest",
                Set.of(Topic.MAIL_ACCEPTED, Topic.MAIL_ATTEMPTS, Topic.MAIL_ORDERS),
                MOST_PER_BATCH,
                GATHERING,
                this::on);
    }

    private Uni<Void> on(List<Received> batch) {
        List<Event> events = batch.stream().map(Received::event).toList();
        List<AttemptRecorded> attempts = only(events, AttemptRecorded.class).toList();
        return database.asWorker(connection -> learn(connection, events, attempts))
                .invoke(() -> Failpoint.reach("facts.learned"))
                .chain(() -> refusals.take(attempts))
                .chain(this::publishAll)
                .chain(() -> erasures.take(only(events, EraseOrdered.class).toList()));
    }

    private Uni<Void> learn(SqlConnection connection, List<Event> events, List<AttemptRecorded> attempts) {
        Map<MessageId, MessageAccepted> accepted = new LinkedHashMap<>();
        only(events, MessageAccepted.class).forEach(event -> accepted.put(event.message(), event));
        List<CorrelationStore.Place> skipped = only(events, MessageStateChanged.class)
                .flatMap(event -> event.skipped().stream()
                        .map(one -> new CorrelationStore.Place(event.message(), one.position())))
                .distinct()
                .toList();
        Uni<Void> known = accepted.isEmpty() ? Uni.createFrom().voidItem() : store.add(connection, accepted.values());
        return known.chain(() -> skipped.isEmpty() ? Uni.createFrom().voidItem() : store.skip(connection, skipped))
                .chain(() -> name(connection, attempts));
    }

    private Uni<Void> name(SqlConnection connection, List<AttemptRecorded> attempts) {
        Map<CorrelationStore.Named, String> presets = new HashMap<>();
        for (AttemptRecorded attempt : attempts) {
            if (attempt.providerMessageId() != null) {
                String name = bare(attempt.providerMessageId());
                presets.put(new CorrelationStore.Named(attempt.site(), name, attempt.message()), attempt.preset());
            }
        }
        return presets.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.name(connection, List.copyOf(presets.keySet()))
                        .chain(fresh -> sent(connection, fresh, presets));
    }

    /** Counts sends whose reports are waited for; a repeat is no new name and is not counted. */
    private static Uni<Void> sent(
            SqlConnection connection, List<CorrelationStore.Named> fresh, Map<CorrelationStore.Named, String> presets) {
        Map<List<String>, Long> counts = new HashMap<>();
        for (CorrelationStore.Named one : fresh) {
            WebhookProvider.named(presets.getOrDefault(one, ""))
                    .ifPresent(provider -> counts.merge(List.of(one.site().value(), provider.word()), 1L, Long::sum));
        }
        if (counts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<List<String>> places = new ArrayList<>(counts.keySet());
        return connection
                .preparedQuery(SENT)
                .execute(Tuple.of(
                        places.stream().map(List::getFirst).toArray(String[]::new),
                        places.stream().map(List::getLast).toArray(String[]::new),
                        places.stream().map(counts::get).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Mailgun's ids come in brackets from the send call and without them in reports. */
    private static String bare(String id) {
        return id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    }

    private Uni<Void> publishAll() {
        return outbox.asWorker(open -> unmatched.publish(open, WAITED_FOR, MOST_PUBLISHED))
                .chain(published ->
                        published < MOST_PUBLISHED ? Uni.createFrom().voidItem() : publishAll());
    }

    private static <T> Stream<T> only(List<Event> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }
}
