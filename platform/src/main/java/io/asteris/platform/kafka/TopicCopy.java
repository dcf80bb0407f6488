package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** Keeps a {@link LastingCopy} of a compacted topic up to date, on a thread of its own. */
public final class TopicCopy {
    private static final Logger LOG = Logger.getLogger(TopicCopy.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);

    private final Topic topic;
    private final KafkaConsumer<String, byte[]> client;
    private final LastingCopy copy;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    private final Thread thread;
    private volatile boolean complete;
    private volatile boolean stopping;

    TopicCopy(Topic topic, KafkaConsumer<String, byte[]> client, LastingCopy copy) {
        this.topic = topic;
        this.client = client;
        this.copy = copy;
        this.thread =
                Thread.ofPlatform().name("copy " + topic.topicName()).daemon().unstarted(this::run);
    }

    /** Whether the copy holds everything that was on the topic when this process started; it never becomes false again. */
    public boolean isComplete() {
        return complete;
    }

    void start() {
        thread.start();
    }

    boolean alive() {
        return thread.isAlive();
    }

    void stop() {
        stopping = true;
        backoff.stop();
        client.wakeup();
    }

    private void run() {
        try {
            Map<TopicPartition, Long> ends = null;
            while (!stopping) {
                try {
                    if (ends == null) {
                        ends = assign();
                    }
                    take(client.poll(POLL));
                    complete = complete || caughtUp(ends);
                } catch (WakeupException stop) {
                    // Only stop() wakes it; the loop's condition ends it.
                } catch (KafkaException trouble) {
                    LOG.debugf("Copy waits for the broker topic=%s cause=%s", topic, trouble);
                    backoff.pause();
                }
            }
        } finally {
            client.close();
        }
    }

    /** Goes to where the copy ends and says where the topic ends now. */
    private Map<TopicPartition, Long> assign() {
        List<TopicPartition> partitions = client.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic.topicName() + " does not exist yet");
        }
        client.assign(partitions);
        Map<TopicPartition, Long> ends = client.endOffsets(partitions);
        Map<Integer, Long> positions = untilDone(copy::positions);
        for (TopicPartition partition : partitions) {
            Long next = positions.get(partition.partition());
            if (next != null && next <= ends.get(partition)) {
                client.seek(partition, next);
            } else {
                // Never read, or the topic is younger than the copy: all of it is news.
                client.seekToBeginning(List.of(partition));
            }
        }
        backoff.reset();
        return ends;
    }

    private void take(ConsumerRecords<String, byte[]> polled) {
        if (polled.isEmpty()) {
            return;
        }
        List<Received> batch = new ArrayList<>(polled.count());
        for (ConsumerRecord<String, byte[]> incoming : polled) {
            switch (Decoder.decode(incoming)) {
                case Decoder.Decoded.Known(Received received) -> batch.add(received);
                case Decoder.Decoded.Skipped(String type) ->
                    LOG.debugf("Copy skips a record topic=%s type=%s", topic, type);
                case Decoder.Decoded.Unreadable(String reason) ->
                    LOG.warnf(
                            "Copy skips a record that cannot be read topic=%s partition=%d offset=%d reason=%s",
                            incoming.topic(), incoming.partition(), incoming.offset(), reason);
            }
        }
        Map<Integer, Long> next = new HashMap<>();
        polled.partitions().forEach(partition -> next.put(partition.partition(), client.position(partition)));
        untilDone(() -> copy.take(batch, next));
    }

    private boolean caughtUp(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> client.position(end.getKey()) >= end.getValue());
    }

    /** The records are in hand; while the store does not take them nothing else is worth doing. */
    private <T> T untilDone(Supplier<Uni<T>> work) {
        while (!stopping) {
            try {
                return work.get().await().atMost(STEP_TIMEOUT);
            } catch (RuntimeException failed) {
                LOG.warnf("Copy waits for its store topic=%s cause=%s", topic, failed);
                backoff.pause();
            }
        }
        throw new WakeupException();
    }
}
