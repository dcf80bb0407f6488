package io.asteris.platform.kafka;

import io.asteris.contract.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the records of one batch. While there is a backlog, partitions that are ahead in time wait for the one that is furthest
 * behind: left alone, the client would give a thousand acceptances, then a thousand attempts of a third as many messages, and
 * whoever folds what is about one message would touch it four times. For a reader that is in no hurry, records that follow soon after a
 * batch gather until it is old enough, for the same reason: each batch costs the same few statements and a commit, however small. And what
 * it has of messages of which more is known to follow, it keeps for the next batch.
 */
final class BatchReader {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FETCH = Duration.ofMillis(50);

    /** A partition that is ahead by no more than this need not wait. */
    private static final long ABREAST_MILLIS = 100;

    /** So much later may a message have been accepted whose facts stand before those of another: the mails of a moment are sent side by side. */
    private static final long OVERTAKEN_MILLIS = 50;

    /** What is told of a message so long after its acceptance is no part of its ordinary way. */
    private static final long WAY_MILLIS = Duration.ofMinutes(10).toMillis();

    private final KafkaConsumer<String, byte[]> client;
    private final int most;
    private final long gatheringNanos;
    private final ToLongFunction<ConsumerRecord<String, byte[]>> moment;
    private final Map<TopicPartition, Long> reached = new HashMap<>();

    /** What was read and not given. It outlives a poll that fails, for the client does not give these again. */
    private List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();

    private long lastBatch;

    /**
     * Reads for one consumer.
     *
     * @param most records after which a batch is full; the last poll may bring some more
     * @param gathering so old is a batch at least when the next one is read, unless there is a backlog
     * @param moment by which partitions keep abreast, in milliseconds
     */
    BatchReader(
            KafkaConsumer<String, byte[]> client,
            int most,
            Duration gathering,
            ToLongFunction<ConsumerRecord<String, byte[]>> moment) {
        this.client = client;
        this.most = most;
        this.gatheringNanos = gathering.toNanos();
        this.moment = moment;
        this.lastBatch = System.nanoTime() - gatheringNanos;
    }

    /**
     * When the message was accepted that a record is about, in milliseconds; when it was told, where that is much later or the record is
     * about no message. Where mail waited to be sent, the facts of one message lie far apart in time.
     */
    static long acceptance(ConsumerRecord<String, byte[]> record) {
        long told = record.timestamp();
        return Optional.ofNullable(record.key())
                .flatMap(MessageId::parse)
                .map(message -> message.instant().toEpochMilli())
                .filter(accepted -> told - accepted < WAY_MILLIS)
                .orElse(told);
    }

    /** The next records, which may be none; waits for the first of them, and for more only while the last batch is young. */
    List<ConsumerRecord<String, byte[]>> read() {
        boolean gathered = gather();
        client.resume(client.paused());
        boolean isMore = poll(POLL);
        if (isMore && gathered) {
            // The first poll gave what the client had fetched when the waiting began.
            poll(FETCH);
        }
        while (isMore && batch.size() < most && letTheSlowestGoOn()) {
            isMore = poll(FETCH);
        }
        var read = take();
        if (!read.isEmpty()) {
            lastBatch = System.nanoTime();
        }
        return read;
    }

    /** Nothing counts as read that was not given. */
    void rewind() {
        Set<TopicPartition> ours = client.assignment();
        // Backwards, so that the first of each partition is sought last.
        batch.reversed().stream()
                .filter(record -> ours.contains(partition(record)))
                .forEach(record -> client.seek(partition(record), record.offset()));
        batch.clear();
    }

    /** Whether the next batch may be read before the last one is done: there is a backlog, and nobody is in a hurry for single records. */
    boolean mayReadAhead() {
        return gatheringNanos > 0 && client.assignment().stream().anyMatch(this::isBehind);
    }

    /** Waits until the last batch is old enough; false when there is no need to. */
    private boolean gather() {
        long nanos = gatheringNanos - (System.nanoTime() - lastBatch);
        Set<TopicPartition> ours = client.assignment();
        if (nanos <= 0 || ours.isEmpty() || ours.stream().anyMatch(this::isBehind)) {
            return false;
        }
        // Not asleep: a poll of nothing keeps the membership, and a stop wakes it.
        client.pause(ours);
        poll(Duration.ofNanos(nanos));
        return true;
    }

    private boolean poll(Duration patience) {
        var polled = client.poll(patience);
        for (TopicPartition partition : polled.partitions()) {
            var records = polled.records(partition);
            batch.addAll(records);
            reached.put(partition, moment.applyAsLong(records.getLast()));
        }
        return !polled.isEmpty();
    }

    /** The batch; behind a backlog without the end of each partition, which tells of messages that the slowest may still tell of. */
    private List<ConsumerRecord<String, byte[]>> take() {
        List<ConsumerRecord<String, byte[]>> whole = batch;
        OptionalLong slowest = gatheringNanos > 0 ? slowest() : OptionalLong.empty();
        List<ConsumerRecord<String, byte[]>> ends =
                slowest.isPresent() ? ends(slowest.getAsLong() - OVERTAKEN_MILLIS) : List.of();
        batch = new ArrayList<>();
        if (ends.isEmpty() || whole.size() - ends.size() < most / 2) {
            return List.copyOf(whole);
        }
        batch.addAll(ends);
        Set<ConsumerRecord<String, byte[]>> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(ends);
        return whole.stream().filter(record -> !kept.contains(record)).toList();
    }

    /** What each partition has last, of messages that are newer than this. */
    private List<ConsumerRecord<String, byte[]>> ends(long newerThan) {
        var ended = new HashSet<TopicPartition>();
        var ends = new ArrayList<ConsumerRecord<String, byte[]>>();
        for (ConsumerRecord<String, byte[]> record : batch.reversed()) {
            TopicPartition partition = partition(record);
            if (!ended.contains(partition)) {
                if (moment.applyAsLong(record) > newerThan) {
                    ends.add(record);
                } else {
                    ended.add(partition);
                }
            }
        }
        return ends.reversed();
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Pauses what is ahead; false when there is no backlog. */
    private boolean letTheSlowestGoOn() {
        Set<TopicPartition> ours = client.assignment();
        reached.keySet().retainAll(ours);
        OptionalLong slowest = slowest();
        if (slowest.isEmpty()) {
            return false;
        }
        Set<TopicPartition> ahead = ours.stream()
                .filter(partition -> reached(partition) > slowest.getAsLong() + ABREAST_MILLIS)
                .collect(Collectors.toSet());
        client.resume(ours);
        client.pause(ahead);
        return true;
    }

    /** How far the partition is that is furthest behind; empty when there is no backlog. */
    private OptionalLong slowest() {
        return client.assignment().stream()
                .filter(this::isBehind)
                .mapToLong(this::reached)
                .min();
    }

    /** Also where nothing is known yet, as before the first fetch. */
    private boolean isBehind(TopicPartition partition) {
        return client.currentLag(partition).orElse(1) > 0;
    }

    private long reached(TopicPartition partition) {
        return reached.getOrDefault(partition, 0L);
    }
}
