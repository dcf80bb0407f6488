package io.asteris.log.tail;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Place;
import io.asteris.log.entry.Projection;
import io.asteris.log.search.Filter;
import io.asteris.log.search.Moments;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one watcher of the log has not seen yet: entries above the highest id so far, and those of the newest that have changed, or
 * that the log learned of late.
 */
final class Tail {
    /** For so long a new entry is watched for what becomes of it. */
    private static final Duration WATCHED = Duration.ofMinutes(2);

    private static final int AT_ONCE = 500;
    private static final int LOOKED_AT_AGAIN = 200;
    private static final int REMEMBERED = 10_000;

    private final EntryStore entries;
    private final DatabaseClock clock;
    private final SiteId site;
    private final Filter filter;
    private final Instant resumedAt;
    private final MessageId start;
    private final Map<MessageId, Instant> seen = new Remembered();
    private TailCursor cursor;

    /** @param cursor how far the watcher has seen already */
    Tail(EntryStore entries, DatabaseClock clock, SiteId site, Filter filter, TailCursor cursor) {
        this.entries = entries;
        this.clock = clock;
        this.site = site;
        this.filter = filter;
        this.cursor = cursor;
        this.start = cursor.highest();
        this.resumedAt = cursor.at();
    }

    /** One thing to tell: an entry, and how far the watcher is with it. */
    record News(Entry entry, TailCursor cursor) {}

    /** What is new since the last look, oldest first; a look after a long while may take several to catch up. */
    Uni<List<News>> look() {
        return entries.read(site, filter, Projection.ENTRY, Place.newerThan(cursor.highest()), AT_ONCE, Patience.SEARCH)
                .chain(fresh -> again(fresh).map(changed -> news(fresh, changed)));
    }

    private Uni<List<Entry>> again(List<Entry> fresh) {
        return fresh.size() == AT_ONCE
                ? Uni.createFrom().item(List.of())
                : entries.read(site, filter, Projection.ENTRY, Place.NEWEST, LOOKED_AT_AGAIN, Patience.SEARCH);
    }

    private List<News> news(List<Entry> fresh, List<Entry> changed) {
        Instant now = clock.now();
        UUID watched = Moments.floor(now.minus(WATCHED));
        var news = new ArrayList<News>();
        fresh.forEach(entry -> tell(news, entry, now));
        changed.reversed().stream()
                .filter(entry -> entry.message().value().compareTo(watched) >= 0)
                .forEach(entry -> tell(news, entry, now));
        return news;
    }

    private void tell(List<News> news, Entry entry, Instant now) {
        Instant updated = entry.standing().updatedAt();
        boolean known = entry.message().compareTo(start) <= 0 && updated.isBefore(resumedAt);
        if (!known && !updated.equals(seen.put(entry.message(), updated))) {
            cursor = cursor.with(entry.message(), now);
            news.add(new News(entry, cursor));
        }
    }

    /** The last few thousand. */
    private static final class Remembered extends LinkedHashMap<MessageId, Instant> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageId, Instant> eldest) {
            return size() > REMEMBERED;
        }
    }
}
