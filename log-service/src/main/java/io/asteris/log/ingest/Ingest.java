package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.log.entry.Announcement;
import io.asteris.log.entry.Entry;
import io.asteris.log.settings.SettingsStore;
import io.asteris.log.settings.SiteRules;
import io.asteris.log.stats.StatsStore;
import io.asteris.log.stats.Tally;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Folds what a batch brings into the entries, in one transaction that sees all of each message's facts. */
@ApplicationScoped
class Ingest {
    private final Database database;
    private final SettingsStore settings;
    private final ContentReader content;
    private final Partitions partitions;
    private final EntryWriter writer;
    private final StatsStore stats;

    Ingest(
            Database database,
            SettingsStore settings,
            ContentReader content,
            Partitions partitions,
            EntryWriter writer,
            StatsStore stats) {
        this.database = database;
        this.settings = settings;
        this.content = content;
        this.partitions = partitions;
        this.writer = writer;
        this.stats = stats;
    }

    /** Reads what it takes to fold what came of some messages, each named once. It writes nothing. */
    Uni<Batch> prepare(Collection<Incoming> incoming) {
        Set<SiteId> sites = incoming.stream().map(Incoming::site).collect(Collectors.toSet());
        return settings.of(sites)
                .chain(known -> content.read(wanted(incoming, known)).map(read -> new Batch(incoming, known, read)));
    }

    /**
     * Folds it into the entries.
     *
     * @param locks numbers that nobody else has who folds facts of these messages
     * @param lists how long new trigrams and words may wait to be merged into their index
     */
    Uni<Void> fold(Batch batch, Set<Integer> locks, PendingLists lists) {
        return partitions
                .ensure(places(batch.incoming(), batch.rules()))
                .chain(() -> database.asWorker(connection -> fold(connection, batch, locks, lists)))
                // A period may have fallen since it was known to be there.
                .onFailure()
                .invoke(partitions::forget);
    }

    /** What a transaction folds. */
    record Batch(Collection<Incoming> incoming, Map<SiteId, SiteRules> rules, Content content) {
        private List<MessageId> messages() {
            return incoming.stream().map(Incoming::message).toList();
        }
    }

    /** What a transaction finds: the deleted and the erased among its messages, and the entries that are there. */
    private record Known(Set<MessageId> deleted, Set<MessageId> erased, Map<MessageId, Entry> present) {}

    /** What a transaction writes. */
    private record Folded(List<Entry> added, List<Entry> changed, List<KeptBody> bodies, Tally tally) {
        Folded() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new Tally());
        }
    }

    /** The statements go one behind the other without waiting for answers; the database takes them in this order. */
    private Uni<Void> fold(SqlConnection connection, Batch batch, Set<Integer> locks, PendingLists lists) {
        return Uni.combine()
                .all()
                .unis(
                        writer.lock(connection, locks, lists),
                        writer.deleted(connection, batch.messages()),
                        writer.erased(connection, batch.incoming()),
                        writer.present(connection, batch.incoming()))
                .with((locked, deleted, erased, present) -> new Known(deleted, erased, present))
                .chain(known -> letFailuresBeSeen(batch, known.erased(), advanced(batch, known))
                        .map(advanced -> sorted(batch, known.present(), advanced)))
                .chain(folded -> write(connection, folded));
    }

    private Uni<Void> write(SqlConnection connection, Folded folded) {
        return Uni.combine()
                .all()
                .unis(
                        writer.insert(connection, folded.added()),
                        writer.update(connection, folded.changed()),
                        writer.insertBodies(connection, folded.bodies()),
                        stats.add(connection, folded.tally()))
                .discardItems();
    }

    /** The entries with the batch's facts. What was deleted, or purged, is not brought back. */
    private static List<Entry> advanced(Batch batch, Known known) {
        var advanced = new ArrayList<Entry>();
        for (Incoming one : batch.incoming()) {
            SiteRules rules = batch.rules().get(one.site());
            Entry before = known.present().get(one.message());
            boolean forgotten = known.deleted().contains(one.message()) || (before == null && isPast(one, rules));
            if (!forgotten) {
                Entry from = before == null
                        ? Entry.empty(
                                one.message(), one.site(), rules.settings().retention())
                        : before;
                advanced.add(advance(
                        from, one, rules, known.erased().contains(one.message()) ? Content.NONE : batch.content()));
            }
        }
        return advanced;
    }

    private static boolean isPast(Incoming one, SiteRules rules) {
        return one.message().instant().isBefore(rules.horizon());
    }

    private static Entry advance(Entry before, Incoming one, SiteRules rules, Content content) {
        Entry known = before.knowing(one.facts());
        MessageAccepted event = one.accepted();
        if (event == null || known.announcement() != null) {
            return known;
        }
        Entry accepted = known.accepted(Announcement.of(event));
        return rules.settings().enabled() ? accepted.recorded(content.letter(one.message())) : accepted;
    }

    /** A failure is logged even where the site logs nothing; its envelope is read now that it is needed. */
    private Uni<List<Entry>> letFailuresBeSeen(Batch batch, Set<MessageId> erased, List<Entry> advanced) {
        List<Wanted> unseen = advanced.stream()
                .filter(Ingest::isUnseenFailure)
                .filter(entry -> !erased.contains(entry.message()))
                .map(entry -> Wanted.withoutBody(
                        entry.site(),
                        entry.message(),
                        batch.rules().get(entry.site()).settings(),
                        entry.announcement() != null && entry.announcement().sensitive()))
                .toList();
        return content.read(unseen).map(read -> advanced.stream()
                .map(entry -> isUnseenFailure(entry) ? entry.recorded(read.letter(entry.message())) : entry)
                .toList());
    }

    private static boolean isUnseenFailure(Entry entry) {
        return !entry.recorded()
                && entry.announcement() != null
                && entry.standing().status().isFailure();
    }

    private static Folded sorted(Batch batch, Map<MessageId, Entry> present, List<Entry> advanced) {
        var folded = new Folded();
        for (Entry entry : advanced) {
            Entry before = present.get(entry.message());
            folded.tally().add(before, entry);
            if (before == null) {
                folded.added().add(entry);
            } else if (!before.equals(entry)) {
                folded.changed().add(entry);
            }
            boolean newlyAccepted = entry.announcement() != null && (before == null || before.announcement() == null);
            if (newlyAccepted && entry.letter() != null) {
                batch.content().body(entry.message()).ifPresent(body -> folded.bodies()
                        .add(new KeptBody(entry, body)));
            }
        }
        return folded;
    }

    private static List<Wanted> wanted(Collection<Incoming> incoming, Map<SiteId, SiteRules> rules) {
        var wanted = new ArrayList<Wanted>();
        for (Incoming one : incoming) {
            SiteRules site = rules.get(one.site());
            MessageAccepted event = one.accepted();
            if (event != null && site.settings().enabled() && !isPast(one, site)) {
                boolean sensitive = Boolean.TRUE.equals(event.sensitive());
                wanted.add(Wanted.of(one.site(), one.message(), site.settings(), sensitive));
            }
        }
        return wanted;
    }

    private static Set<Partitions.Place> places(Collection<Incoming> incoming, Map<SiteId, SiteRules> rules) {
        var places = new HashSet<Partitions.Place>();
        for (Incoming one : incoming) {
            SiteRules site = rules.get(one.site());
            if (!isPast(one, site)) {
                places.add(Partitions.Place.of(site.settings().retention(), one.message()));
            }
        }
        return places;
    }
}
