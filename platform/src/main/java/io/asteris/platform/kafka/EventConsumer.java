package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.asteris.platform.failpoint.Failpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** One member of a consumer group, on a thread of its own: poll, decode, hand over, commit. */
public final class EventConsumer {
    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String group;
    private final Set<Topic> topics;
    private final KafkaConsumer<String, byte[]> client;
    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final Function<List<Received>, Uni<Void>> handler;
    private final LongConsumer behind;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final Thread thread;
    private volatile boolean stopping;

    EventConsumer(
            String group,
            Set<Topic> topics,
            KafkaConsumer<String, byte[]> client,
            BatchReader reader,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            Function<List<Received>, Uni<Void>> handler,
            LongConsumer behind) {
        this.group = group;
        this.topics = Set.copyOf(topics);
        this.client = client;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.handler = handler;
        this.behind = behind;
        this.thread = Thread.ofPlatform().name("consumer " + group).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    String group() {
        return group;
    }

    Set<Topic> topics() {
        return topics;
    }

    /** Takes a record that could not be read before, beside what the thread does; gives what is still wrong with it. */
    Optional<String> takeAgain(ConsumerRecord<String, byte[]> record, Duration bound) {
        return switch (Decoder.decode(record)) {
            case Decoder.Decoded.Known(Received received) -> {
                handler.apply(List.of(received)).await().atMost(bound);
                yield Optional.empty();
            }
            case Decoder.Decoded.Skipped(String type) -> Optional.empty();
            case Decoder.Decoded.Unreadable(String reason) -> Optional.of(reason);
        };
    }

    /** Whether its thread still works; a consumer never ends by itself. */
    boolean alive() {
        return thread.isAlive();
    }

    void stop() {
        stopping = true;
        backoff.stop();
        client.wakeup();
    }

    void join() {
        try {
            thread.join(HANDLER_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<ConsumerRecord<String, byte[]>> polled = List.of();
        while (!stopping) {
            try {
                polled = reader.read();
                if (!polled.isEmpty() && done(polled)) {
                    Failpoint.reach("consumer.handled");
                    client.commitSync();
                    Failpoint.reach("consumer.committed");
                }
            } catch (WakeupException stop) {
                // Only stop() wakes it; the loop's condition ends it.
            } catch (KafkaException trouble) {
                // A commit that came too late after a rebalance among them: the records come again.
                LOG.warnf("Consumer goes on after trouble at the broker group=%s cause=%s", group, trouble);
                backoff.pause();
            } catch (RuntimeException fault) {
                LOG.errorf(fault, "Consumer reads its batch again after a fault group=%s", group);
                rewind(polled);
                backoff.pause();
            }
        }
        client.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    /** Nothing of the batch counts as done: it is read again, which every handler bears. */
    private void rewind(List<ConsumerRecord<String, byte[]>> polled) {
        Set<TopicPartition> ours = client.assignment();
        Map<TopicPartition, Long> first = new HashMap<>();
        polled.forEach(
                record -> first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset()));
        first.forEach((partition, offset) -> {
            if (ours.contains(partition)) {
                client.seek(partition, offset);
            }
        });
    }

    /** Hands a batch over until it is done; false when the service stops before that. */
    private boolean done(List<ConsumerRecord<String, byte[]>> polled) {
        List<Received> batch = new ArrayList<>(polled.size());
        for (ConsumerRecord<String, byte[]> incoming : polled) {
            switch (Decoder.decode(incoming)) {
                case Decoder.Decoded.Known(Received received) -> batch.add(received);
                case Decoder.Decoded.Skipped(String type) ->
                    metrics.counter("asteris.events.skipped", "topic", incoming.topic())
                            .increment();
                case Decoder.Decoded.Unreadable(String reason) -> {
                    if (!untilDone("dead letter", () -> deadLetters.put(incoming, group, reason))) {
                        return false;
                    }
                }
            }
        }
        behind.accept(known());
        return batch.isEmpty() || untilDone("batch", () -> handler.apply(batch).subscribeAsCompletionStage());
    }

    /** As the broker's last answers have it. */
    private long known() {
        return client.assignment().stream()
                .mapToLong(partition -> client.currentLag(partition).orElse(0))
                .sum();
    }

    private boolean untilDone(String what, java.util.function.Supplier<CompletionStage<Void>> work) {
        while (!stopping) {
            try {
                work.get().toCompletableFuture().get(HANDLER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                backoff.reset();
                return true;
            } catch (ExecutionException failed) {
                LOG.warnf("Consumer tries its %s again group=%s cause=%s", what, group, failed.getCause());
            } catch (TimeoutException slow) {
                LOG.warnf("Consumer tries its %s again group=%s cause=no end after %s", what, group, HANDLER_TIMEOUT);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "Consumer tries its %s again group=%s", what, group);
            }
            backoff.pause();
        }
        return false;
    }
}
