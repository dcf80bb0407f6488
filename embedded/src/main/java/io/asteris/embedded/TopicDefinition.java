package io.asteris.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shape of one topic on a single broker.
 *
 * @param configs topic settings as Kafka names them
 */
public record TopicDefinition(String name, int partitions, Map<String, String> configs) {
    public TopicDefinition {
        if (partitions < 1) {
            throw new IllegalArgumentException("Topic " + name + " needs at least one partition");
        }
        configs = Map.copyOf(configs);
    }

    /** A topic of one partition whose records are kept for a time. */
    public static TopicDefinition kept(String name, Duration time) {
        return new TopicDefinition(
                name, 1, Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(time.toMillis())));
    }

    /** A topic of one partition that keeps the last record of each key. */
    public static TopicDefinition compacted(String name) {
        return new TopicDefinition(name, 1, Map.of("cleanup.policy", "compact"));
    }

    /** The same, flushed before each acknowledgement: what a single broker needs to keep its word. */
    public TopicDefinition flushed() {
        Map<String, String> all = new TreeMap<>(configs);
        all.put("flush.messages", "1");
        return new TopicDefinition(name, partitions, all);
    }

    /** The topic that takes what no consumer of this one could read, kept for 30 days. */
    TopicDefinition deadLetters() {
        return kept(name + ".dlq", Duration.ofDays(30));
    }

    List<TopicDefinition> withDeadLetters() {
        return List.of(this, deadLetters());
    }
}
