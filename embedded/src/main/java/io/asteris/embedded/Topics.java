package io.asteris.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of Asteris on a single broker, and how they come to be. Clients never create one. */
public final class Topics {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final short ONE_REPLICA = 1;

    /** All topics with their dead-letter topics; one partition each, because then all share one log to flush. */
    public static final List<TopicDefinition> ALL = Stream.of(
                    TopicDefinition.kept("mail.accepted", WEEK),
                    TopicDefinition.kept("mail.orders", WEEK),
                    TopicDefinition.kept("mail.attempts", WEEK),
                    TopicDefinition.kept("mail.events", WEEK),
                    TopicDefinition.compacted("suppressions"),
                    TopicDefinition.compacted("sites"),
                    TopicDefinition.compacted("settings"),
                    TopicDefinition.kept("alerts", MONTH))
            .flatMap(topic -> topic.withDeadLetters().stream())
            .toList();

    private Topics() {}

    /** Creates {@link #ALL}; {@code durable} flushes each record before it is acknowledged. */
    public static void createAll(String bootstrap, boolean durable) {
        create(bootstrap, durable ? ALL.stream().map(TopicDefinition::flushed).toList() : ALL);
    }

    /**
     * Creates those that are not there yet; existing ones stay as they are.
     *
     * @throws EmbeddedException when the broker does not answer or refuses one
     */
    public static void create(String bootstrap, List<TopicDefinition> topics) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000))) {
            Set<String> there = admin.listTopics().names().get();
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .map(Topics::request)
                    .toList();
            for (var created : admin.createTopics(missing).values().values()) {
                awaitCreated(created);
            }
        } catch (ExecutionException e) {
            throw new EmbeddedException(
                    "Kafka at " + bootstrap + " did not create the topics: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while creating topics.", e);
        }
    }

    private static NewTopic request(TopicDefinition topic) {
        return new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA).configs(topic.configs());
    }

    private static void awaitCreated(KafkaFuture<Void> created) throws ExecutionException, InterruptedException {
        try {
            created.get();
        } catch (ExecutionException e) {
            // Another start was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
