package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads all partitions of a topic for one instance alone, without a group, on a thread of its own, and knows when it has read what was
 * there at its start.
 */
final class Follower {
    private static final Logger LOG = Logger.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topic topic;
    private final KafkaConsumer<String, byte[]> client;
    private final Reader reader;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    private final Thread thread;
    private volatile boolean complete;
    private volatile boolean stopping;

    /** @param purpose what the thread is named for, before the topic */
    Follower(String purpose, Topic topic, KafkaConsumer<String, byte[]> client, Reader reader) {
        this.topic = topic;
        this.client = client;
        this.reader = reader;
        this.thread = Thread.ofPlatform()
                .name(purpose + " " + topic.topicName())
                .daemon()
                .unstarted(this::run);
    }

    /** What is done with the records; called on the follower's thread. */
    interface Reader {
        /** Goes to where reading begins in the partitions, which end there now. */
        void begin(KafkaConsumer<String, byte[]> client, Map<TopicPartition, Long> ends);

        /** Takes what came, which counts as read when this returns. */
        void take(KafkaConsumer<String, byte[]> client, ConsumerRecords<String, byte[]> polled);
    }

    /** Whether everything that was there at the start has been read; it never becomes false again. */
    boolean isComplete() {
        return complete;
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    boolean isStopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
        backoff.stop();
        client.wakeup();
    }

    /** Before trying again; longer each time until something succeeds. */
    void pause() {
        backoff.pause();
    }

    /** The event of a record; none, with a word in the log, for what this version does not know or nobody can read. */
    Optional<Received> decode(ConsumerRecord<String, byte[]> incoming) {
        switch (Decoder.decode(incoming)) {
            case Decoder.Decoded.Known(Received received) -> {
                return Optional.of(received);
            }
            case Decoder.Decoded.Skipped(String type) -> LOG.debugf("Record is skipped topic=%s type=%s", topic, type);
            case Decoder.Decoded.Unreadable(String reason) ->
                // The consumers of the topic's group put it to the dead letters; a copy can only go on without it.
                LOG.warnf(
                        "Record that cannot be read is skipped topic=%s partition=%d offset=%d reason=%s",
                        incoming.topic(), incoming.partition(), incoming.offset(), reason);
        }
        return Optional.empty();
    }

    private void run() {
        try {
            Map<TopicPartition, Long> ends = null;
            while (!stopping) {
                try {
                    if (ends == null) {
                        ends = assign();
                    }
                    reader.take(client, client.poll(POLL));
                    complete = complete || hasReached(ends);
                } catch (WakeupException stop) {
                    // Only stop() wakes it; the loop's condition ends it.
                } catch (KafkaException trouble) {
                    LOG.debugf("Follower waits for the broker topic=%s cause=%s", topic, trouble);
                    backoff.pause();
                }
            }
        } finally {
            client.close();
        }
    }

    private Map<TopicPartition, Long> assign() {
        List<TopicPartition> partitions = client.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic.topicName() + " does not exist yet");
        }
        client.assign(partitions);
        Map<TopicPartition, Long> ends = client.endOffsets(partitions);
        reader.begin(client, ends);
        backoff.reset();
        return ends;
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> client.position(end.getKey()) >= end.getValue());
    }
}
