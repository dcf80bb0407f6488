package io.asteris.log.entry;

import io.asteris.log.fold.Attempt;
import io.asteris.log.fold.Outcome;
import io.asteris.log.fold.StateChange;
import io.asteris.log.fold.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Brings an entry's facts into the order in which they happened, not the one in which they came. */
final class Timeline {
    private static final Comparator<Placed> ORDER =
            Comparator.comparing((Placed placed) -> placed.item().at()).thenComparing(Placed::rank);

    private final List<Placed> items = new ArrayList<>();
    private final IntFunction<@Nullable String> address;

    private Timeline(IntFunction<@Nullable String> address) {
        this.address = address;
    }

    /**
     * What happened, oldest first.
     *
     * @param address gives the address at a position, null where it is not known
     */
    static List<TimelineItem> of(Entry entry, IntFunction<@Nullable String> address) {
        var timeline = new Timeline(address);
        var history = entry.history();
        timeline.add(0, TimelineItem.accepted(entry.message().instant()));
        history.states().forEach(timeline::add);
        history.attempts().forEach(timeline::add);
        history.outcomes().forEach(timeline::add);
        return timeline.items.stream().sorted(ORDER).map(Placed::item).toList();
    }

    private void add(StateChange change) {
        Instant at = change.at();
        Status status = Status.of(change.state());
        // Within one millisecond a message is queued before it is attempted, and anything else after.
        int rank = status == Status.QUEUED ? 1 : 3;
        add(rank, TimelineItem.state(at, status, change.reason(), change.until(), change.correction()));
        for (StateChange.Skip skip : change.skipped()) {
            add(rank, TimelineItem.recipient(at, "skipped", null, skip.reason(), address.apply(skip.position())));
        }
    }

    private void add(Attempt attempt) {
        add(
                2,
                TimelineItem.attempt(
                        attempt.startedAt(), attempt.number(), attempt.provider(), attempt.answer(), attempt.line()));
    }

    private void add(Outcome outcome) {
        add(
                4,
                TimelineItem.recipient(
                        outcome.at(),
                        outcome.kind().word(),
                        outcome.provider(),
                        outcome.reason(),
                        address.apply(outcome.position())));
    }

    private void add(int rank, TimelineItem item) {
        items.add(new Placed(rank, item));
    }

    private record Placed(int rank, TimelineItem item) {}
}
