package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** Keeps a {@link LastingCopy} of a compacted topic up to date, on a thread of its own. */
public final class TopicCopy implements Follower.Reader {
    private static final Logger LOG = Logger.getLogger(TopicCopy.class);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);

    private final Topic topic;
    private final LastingCopy copy;
    private final Follower follower;

    TopicCopy(Topic topic, KafkaConsumer<String, byte[]> client, LastingCopy copy) {
        this.topic = topic;
        this.copy = copy;
        this.follower = new Follower("copy", topic, client, this);
    }

    /** Whether the copy holds everything that was on the topic when this process started; it never becomes false again. */
    public boolean isComplete() {
        return follower.isComplete();
    }

    Follower follower() {
        return follower;
    }

    /** Goes to where the copy ends. */
    @Override
    public void begin(KafkaConsumer<String, byte[]> client, Map<TopicPartition, Long> ends) {
        Map<Integer, Long> positions = untilDone(copy::positions);
        ends.forEach((partition, end) -> {
            Long next = positions.get(partition.partition());
            if (next != null && next <= end) {
                client.seek(partition, next);
            } else {
                // Never read, or the topic is younger than the copy: all of it is news.
                client.seekToBeginning(List.of(partition));
            }
        });
    }

    @Override
    public void take(KafkaConsumer<String, byte[]> client, ConsumerRecords<String, byte[]> polled) {
        if (polled.isEmpty()) {
            return;
        }
        List<Received> batch = new ArrayList<>(polled.count());
        polled.forEach(incoming -> follower.decode(incoming).ifPresent(batch::add));
        Map<Integer, Long> next = new HashMap<>();
        polled.partitions().forEach(partition -> next.put(partition.partition(), client.position(partition)));
        untilDone(() -> copy.take(batch, next));
    }

    /** The records are in hand; while the store does not take them nothing else is worth doing. */
    private <T> T untilDone(Supplier<Uni<T>> work) {
        while (!follower.isStopping()) {
            try {
                return work.get().await().atMost(STEP_TIMEOUT);
            } catch (RuntimeException failed) {
                LOG.warnf("Copy waits for its store topic=%s cause=%s", topic, failed);
                follower.pause();
            }
        }
        throw new WakeupException();
    }
}
