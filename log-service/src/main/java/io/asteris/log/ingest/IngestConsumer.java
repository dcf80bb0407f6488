package io.asteris.log.ingest;

import io.asteris.contract.Topic;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.platform.kafka.EventConsumers;
import io.asteris.platform.kafka.Received;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the facts of all messages from the topics to the fold, in one consumer group. */
@ApplicationScoped
class IngestConsumer {
    private static final String GROUP = "asteris.log-service";
    /** So many messages share a commit under load. */
    private static final int MOST_OF_A_PART = 300;

    /** A person who looks at the log does not see the difference, and a fold costs ten round trips however small it is. */
    private static final Duration GATHERING = Duration.ofMillis(150);

    private static final Set<Topic> TOPICS = Set.of(Topic.MAIL_ACCEPTED, Topic.MAIL_ATTEMPTS, Topic.MAIL_EVENTS);

    private final EventConsumers consumers;
    private final Ingest ingest;
    private final IngestConfig config;

    IngestConsumer(EventConsumers consumers, Ingest ingest, IngestConfig config) {
        this.consumers = consumers;
        this.ingest = ingest;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        consumers.startGatheringAbreast(GROUP, TOPICS, config.batch(), GATHERING, this::on);
    }

    /** Repeats and order change nothing: the fold works on sets, and its lanes' locks keep batches apart. */
    private Uni<Void> on(List<Received> batch) {
        List<Event> events = batch.stream().map(Received::event).toList();
        PendingLists lists = PendingLists.of(events.size(), config.batch());
        Set<Integer> partitions = batch.stream().map(Received::partition).collect(Collectors.toSet());
        List<Uni<Void>> lanes =
                Incoming.of(events).stream().collect(Collectors.groupingBy(Lanes::of)).entrySet().stream()
                        .map(lane -> fold(lane.getValue(), Lanes.numbers(partitions, lane.getKey()), lists))
                        .toList();
        return lanes.isEmpty()
                ? Uni.createFrom().voidItem()
                // Both end before the batch is tried again.
                : Uni.join()
                        .all(lanes)
                        .andCollectFailures()
                        .onFailure(CompositeException.class)
                        .transform(both -> both.getCauses().getFirst())
                        .replaceWithVoid();
    }

    /** While one part is folded, which keeps the database busy, the next is read and sealed, which keeps us busy. */
    private Uni<Void> fold(List<Incoming> lane, Set<Integer> locks, PendingLists lists) {
        return Multi.createFrom()
                .iterable(bounded(lane))
                .onItem()
                .transformToUniAndConcatenate(ingest::prepare)
                .emitOn(Infrastructure.getDefaultWorkerPool(), 1)
                .onItem()
                .transformToUniAndConcatenate(part -> ingest.fold(part, locks, lists))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The batch in parts whose content fits into memory; one message is a part of its own where it alone is too large. */
    private List<List<Incoming>> bounded(Collection<Incoming> incoming) {
        var parts = new ArrayList<List<Incoming>>();
        long most = config.content().asLongValue() / (EventConsumers.ABREAST * Lanes.COUNT);
        long octets = 0;
        for (Incoming one : incoming) {
            MessageAccepted event = one.accepted();
            long size = event == null ? 0 : event.size();
            if (parts.isEmpty() || parts.getLast().size() == MOST_OF_A_PART || octets > most - size) {
                parts.add(new ArrayList<>());
                octets = 0;
            }
            octets += size;
            parts.getLast().add(one);
        }
        return parts;
    }
}
