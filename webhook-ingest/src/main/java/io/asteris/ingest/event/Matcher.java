package io.asteris.ingest.event;

import io.asteris.contract.MessageId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message and recipient of an event: by our tag, else by what the provider calls the message, else by the address among the
 * site's recent messages. Never across sites.
 */
@ApplicationScoped
class Matcher {
    /** A message that no provider took within this time is not sent any more, so no report is about an older one. */
    private static final Duration RECENT = Duration.ofDays(6);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final CorrelationStore store;

    Matcher(CorrelationStore store) {
        this.store = store;
    }

    /** The matches, in the order of the events. */
    Uni<List<Match>> match(SqlConnection connection, List<Incoming> events) {
        return store.byName(connection, names(events)).chain(named -> {
            Set<MessageId> messages = new HashSet<>(named.values());
            events.forEach(event -> event.tag().ifPresent(messages::add));
            return store.byMessage(connection, messages).chain(known -> {
                List<@Nullable Match> matches = new ArrayList<>();
                for (int n = 0; n < events.size(); n++) {
                    matches.add(certain(events.get(n), named.get(n), known));
                }
                return store.byAddress(connection, addresses(events, matches)).map(found -> complete(matches, found));
            });
        });
    }

    private static List<CorrelationStore.ByName> names(List<Incoming> events) {
        List<CorrelationStore.ByName> asked = new ArrayList<>();
        for (int n = 0; n < events.size(); n++) {
            Incoming event = events.get(n);
            Optional<String> name =
                    event.tag().isPresent() ? Optional.empty() : event.said().providerMessage();
            if (name.isPresent()) {
                asked.add(new CorrelationStore.ByName(n, event.site(), name.get()));
            }
        }
        return asked;
    }

    /** The match by a name that cannot mean another message; null when there is no such name. */
    private static @Nullable Match certain(
            Incoming event, @Nullable MessageId named, Map<MessageId, CorrelationStore.Known> known) {
        MessageId message = event.tag().orElse(named);
        if (message == null) {
            return null;
        }
        CorrelationStore.Known recipients = known.get(message);
        if (recipients == null) {
            return new Match.None(Optional.of(message));
        }
        Integer position = event.hash().map(recipients.positions()::get).orElse(null);
        return recipients.site().equals(event.site()) && position != null
                ? new Match.Found(message, position)
                : new Match.Foreign();
    }

    private static List<CorrelationStore.ByAddress> addresses(List<Incoming> events, List<@Nullable Match> matches) {
        List<CorrelationStore.ByAddress> asked = new ArrayList<>();
        for (int n = 0; n < events.size(); n++) {
            Incoming event = events.get(n);
            if (matches.get(n) == null && event.hash().isPresent()) {
                Instant at = event.said().at();
                asked.add(new CorrelationStore.ByAddress(
                        n, event.site(), event.hash().get(), floor(at.minus(RECENT)), floor(at.plus(CLOCKS_DIFFER))));
            }
        }
        return asked;
    }

    private static List<Match> complete(List<@Nullable Match> matches, Map<Integer, CorrelationStore.Place> found) {
        List<Match> complete = new ArrayList<>();
        for (int n = 0; n < matches.size(); n++) {
            Match certain = matches.get(n);
            CorrelationStore.Place place = found.get(n);
            if (certain != null) {
                complete.add(certain);
            } else {
                complete.add(
                        place == null
                                ? new Match.None(Optional.empty())
                                : new Match.Found(place.message(), place.position()));
            }
        }
        return complete;
    }

    /** The lowest message id of a moment. */
    private static UUID floor(Instant moment) {
        long millis = Math.clamp(moment.toEpochMilli(), 0L, (1L << 47) - 1);
        return new UUID(millis << 16, 0L);
    }
}
