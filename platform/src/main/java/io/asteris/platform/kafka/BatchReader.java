package io.asteris.platform.kafka;

import io.asteris.contract.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * batch gather until it is old enough, for the same reason: each batch costs the same few statements and a commit, however small.
 */
final class BatchReader {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FETCH = Duration.ofMillis(50);

    /** A partition that is ahead by no more than this need not wait. */
    private static final long ABREAST_MILLIS = 100;

    /** What is told of a message so long after its acceptance is no part of its ordinary way. */
    private static final long WAY_MILLIS = Duration.ofMinutes(10).toMillis();

    private final KafkaConsumer<String, byte[]> client;
    private final int most;
    private final long gatheringNanos;
    private final ToLongFunction<ConsumerRecord<String, byte[]>> moment;
    private final Map<TopicPartition, Long> reached = new HashMap<>();

    /** Outlives a poll that fails, for the client does not give these again. */
    private final List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();

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
        var read = List.copyOf(batch);
        batch.clear();
        if (!read.isEmpty()) {
            lastBatch = System.nanoTime();
        }
        return read;
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

    /** Pauses what is ahead; false when there is no backlog. */
    private boolean letTheSlowestGoOn() {
        Set<TopicPartition> ours = client.assignment();
        reached.keySet().retainAll(ours);
        List<TopicPartition> behind = ours.stream().filter(this::isBehind).toList();
        if (behind.isEmpty()) {
            return false;
        }
        long slowest = behind.stream().mapToLong(this::reached).min().orElseThrow();
        Set<TopicPartition> ahead = ours.stream()
                .filter(partition -> reached(partition) > slowest + ABREAST_MILLIS)
                .collect(Collectors.toSet());
        client.resume(ours);
        client.pause(ahead);
        return true;
    }

    /** Also where nothing is known yet, as before the first fetch. */
    private boolean isBehind(TopicPartition partition) {
        return client.currentLag(partition).orElse(1) > 0;
    }

    private long reached(TopicPartition partition) {
        return reached.getOrDefault(partition, 0L);
    }
}
