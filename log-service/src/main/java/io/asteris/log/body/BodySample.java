package io.asteris.log.body;

import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Place;
import io.asteris.log.entry.Projection;
import io.asteris.log.pack.CommonText;
import io.asteris.log.pack.Sample;
import io.asteris.log.search.Filter;
import io.asteris.log.search.SearchText;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a sample of a site's newest bodies: those that it may see, as it may see them. */
@ApplicationScoped
class BodySample {
    /** Fewer say little of what is common. */
    private static final int ENOUGH = 200;

    private static final int MOST = 400;

    /** Entries that are looked at, where not all have bodies. */
    private static final int MOST_LOOKED_AT = 1_000;

    /** So few that the longest bodies fit into memory. */
    private static final int AT_ONCE = 20;

    private static final int LONGEST_SEALED = 16 * 1024;
    private static final int LONGEST = 64 * 1024;

    /** Who a message is to, for those of whom it is still known. */
    private static final Projection<Addressed> ADDRESSED = new Projection<>(
            "message, search",
            row -> new Addressed(new MessageId(row.getUUID("message")), recipient(row.getString("search"))));

    /** All whose recipients are not known count as one. */
    private static final String UNKNOWN = "";

    private final EntryStore entries;
    private final BodyStore bodies;

    BodySample(EntryStore entries, BodyStore bodies) {
        this.entries = entries;
        this.bodies = bodies;
    }

    /** The sample; empty when the site does not have enough bodies. */
    Uni<List<Sample>> of(SiteId site) {
        return entries.read(site, Filter.ALL, Projection.ID, Place.NEWEST, ENOUGH, Patience.BULK)
                .chain(newest -> newest.size() < ENOUGH
                        ? Uni.createFrom().item(List.of())
                        : gather(site, Place.NEWEST, new Gathered()));
    }

    private Uni<List<Sample>> gather(SiteId site, Place place, Gathered so) {
        return entries.read(site, Filter.ALL, ADDRESSED, place, AT_ONCE, Patience.BULK)
                .chain(page -> bodies.sample(
                                site, page.stream().map(Addressed::message).toList(), LONGEST_SEALED)
                        .invoke(found -> so.add(page, found))
                        .chain(() -> page.size() < AT_ONCE || so.isComplete()
                                ? Uni.createFrom().item(so.enough())
                                : gather(site, Place.olderThan(page.getLast().message()), so)));
    }

    private static String recipient(@Nullable String search) {
        return search == null
                ? UNKNOWN
                : SearchText.addresses(search).stream().findFirst().orElse(UNKNOWN);
    }

    /** A message and its first recipient. */
    private record Addressed(MessageId message, String recipient) {
        /** Redacted. */
        @Override
        public String toString() {
            return message.toString();
        }
    }

    /** What was taken so far. */
    private static final class Gathered {
        private final List<Sample> samples = new ArrayList<>();
        private int octets;
        private int lookedAt;

        void add(List<Addressed> page, Map<MessageId, LoggedBody> found) {
            lookedAt += page.size();
            for (Addressed one : page) {
                LoggedBody body = found.get(one.message());
                if (body != null && !isComplete()) {
                    byte[] json = Json.write(body);
                    if (json.length <= LONGEST) {
                        samples.add(new Sample(one.recipient(), json));
                        octets += json.length;
                    }
                }
            }
        }

        boolean isComplete() {
            return isFull() || samples.size() >= MOST || lookedAt >= MOST_LOOKED_AT;
        }

        /** No other body may fit. */
        private boolean isFull() {
            return octets > CommonText.MOST_SAMPLED - LONGEST;
        }

        List<Sample> enough() {
            return isFull() || samples.size() >= ENOUGH ? List.copyOf(samples) : List.of();
        }
    }
}
