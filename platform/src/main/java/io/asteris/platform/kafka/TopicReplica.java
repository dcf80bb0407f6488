package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** One instance's own copy of a topic, kept up to date on a thread of its own. */
public final class TopicReplica {
    private static final Logger LOG = Logger.getLogger(TopicReplica.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topic topic;
    private final KafkaConsumer<String, byte[]> client;
    private final boolean fromStart;
    private final Predicate<String> wanted;
    private final Consumer<Received> sink;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    private final Thread thread;
    private volatile boolean complete;
    private volatile boolean stopping;

    TopicReplica(
            Topic topic,
            KafkaConsumer<String, byte[]> client,
            boolean fromStart,
            Predicate<String> wanted,
            Consumer<Received> sink) {
        this.topic = topic;
        this.client = client;
        this.fromStart = fromStart;
        this.wanted = wanted;
        this.sink = sink;
        this.thread = Thread.ofPlatform()
                .name("replica " + topic.topicName())
                .daemon()
                .unstarted(this::run);
    }

    /** Whether everything that was there at the start has been read; it never becomes false again. */
    public boolean isComplete() {
        return complete;
    }

    /** The topic it follows. */
    public Topic topic() {
        return topic;
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
                    client.poll(POLL).forEach(this::take);
                    complete = complete || caughtUp(ends);
                } catch (KafkaException trouble) {
                    pauseAfter(trouble);
                }
            }
        } finally {
            client.close();
        }
    }

    /** Takes all partitions and says where each ends now. */
    private Map<TopicPartition, Long> assign() {
        List<TopicPartition> partitions = client.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic.topicName() + " does not exist yet");
        }
        client.assign(partitions);
        Map<TopicPartition, Long> ends = client.endOffsets(partitions);
        if (fromStart) {
            client.seekToBeginning(partitions);
        } else {
            ends.forEach(client::seek);
        }
        backoff.reset();
        return ends;
    }

    private void take(ConsumerRecord<String, byte[]> incoming) {
        if (incoming.key() == null || !wanted.test(incoming.key())) {
            return;
        }
        switch (Decoder.decode(incoming)) {
            case Decoder.Decoded.Known(Received received) -> sink.accept(received);
            case Decoder.Decoded.Skipped(String type) ->
                LOG.debugf("Replica skips a record topic=%s type=%s", topic, type);
            case Decoder.Decoded.Unreadable(String reason) ->
                // The consumers of the topic's group put it to the dead letters; a copy can only go on without it.
                LOG.warnf(
                        "Replica skips a record that cannot be read topic=%s partition=%d offset=%d reason=%s",
                        incoming.topic(), incoming.partition(), incoming.offset(), reason);
        }
    }

    private boolean caughtUp(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> client.position(end.getKey()) >= end.getValue());
    }

    private void pauseAfter(KafkaException trouble) {
        if (!(trouble instanceof WakeupException)) {
            LOG.debugf("Replica waits for the broker topic=%s cause=%s", topic, trouble);
            backoff.pause();
        }
    }
}
