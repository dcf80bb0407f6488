package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** One instance's own copy of a topic, kept up to date on a thread of its own. */
public final class TopicReplica implements Follower.Reader {
    private final Topic topic;
    private final boolean fromStart;
    private final Predicate<String> wanted;
    private final Consumer<Received> sink;
    private final Follower follower;

    TopicReplica(
            Topic topic,
            KafkaConsumer<String, byte[]> client,
            boolean fromStart,
            Predicate<String> wanted,
            Consumer<Received> sink) {
        this.topic = topic;
        this.fromStart = fromStart;
        this.wanted = wanted;
        this.sink = sink;
        this.follower = new Follower("replica", topic, client, this);
    }

    /** Whether everything that was there at the start has been read; it never becomes false again. */
    public boolean isComplete() {
        return follower.isComplete();
    }

    /** The topic it follows. */
    public Topic topic() {
        return topic;
    }

    Follower follower() {
        return follower;
    }

    @Override
    public void begin(KafkaConsumer<String, byte[]> client, Map<TopicPartition, Long> ends) {
        if (fromStart) {
            client.seekToBeginning(ends.keySet());
        } else {
            ends.forEach(client::seek);
        }
    }

    @Override
    public void take(KafkaConsumer<String, byte[]> client, ConsumerRecords<String, byte[]> polled) {
        polled.forEach(incoming -> {
            if (incoming.key() != null && wanted.test(incoming.key())) {
                follower.decode(incoming).ifPresent(sink);
            }
        });
    }
}
