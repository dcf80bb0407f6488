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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One member of a consumer group, on a thread of its own: poll, decode, hand over, commit. Where its reader may read ahead, the next
 * batch is polled and decoded while the handler works on the one before, and a handler that bears it begins with it then. Offsets are
 * committed behind the handlers, in the order of the batches, never ahead of one.
 */
public final class EventConsumer {
    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** The broker flushes each commit, and batches of a few records follow each other closely: what was done in so long shares one. */
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(200);

    private final String group;
    private final Set<Topic> topics;
    private final KafkaConsumer<String, byte[]> client;
    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final Function<List<Received>, Uni<Void>> handler;
    private final boolean abreast;
    private final LongConsumer behind;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final Thread thread;
    private @Nullable Batch next;
    private @Nullable Batch inHand;

    /** Where the group may go on, as far as it was not committed yet; a crash has these records read again, which every handler bears. */
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

    private long committedAt = System.nanoTime() - BETWEEN_COMMITS.toNanos();
    private volatile boolean stopping;

    EventConsumer(
            String group,
            Set<Topic> topics,
            KafkaConsumer<String, byte[]> client,
            BatchReader reader,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            Function<List<Received>, Uni<Void>> handler,
            boolean abreast,
            LongConsumer behind) {
        this.group = group;
        this.topics = Set.copyOf(topics);
        this.client = client;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.handler = handler;
        this.abreast = abreast;
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
        while (!stopping) {
            try {
                turn();
            } catch (WakeupException stop) {
                // Only stop() wakes it; the loop's condition ends it.
            } catch (KafkaException trouble) {
                // A commit that came too late after a rebalance among them: the records come again.
                LOG.warnf("Consumer goes on after trouble at the broker group=%s cause=%s", group, trouble);
                backoff.pause();
            } catch (RuntimeException fault) {
                LOG.errorf(fault, "Consumer reads its batch again after a fault group=%s", group);
                rewind(next);
                rewind(inHand);
                next = null;
                inHand = null;
                backoff.pause();
            }
        }
        leave();
    }

    /** The first try may meet the wake-up of the stop, when nobody was waiting for it; the second does not. */
    private void leave() {
        boolean committed = false;
        for (int tries = 0; tries < 2 && !committed; tries++) {
            try {
                commit();
                committed = true;
            } catch (KafkaException trouble) {
                LOG.debugf("Consumer has not committed at its end group=%s cause=%s", group, trouble);
            }
        }
        client.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    /**
     * Reads the next batch, ends the one in hand, and hands the next over, before that end where two may be worked on; where nothing may
     * be read ahead, ends it too.
     */
    private void turn() {
        if (next == null) {
            List<ConsumerRecord<String, byte[]>> polled = reader.read();
            if (!polled.isEmpty()) {
                next = new Batch(polled);
                decode(polled, next.received);
            }
        }
        if (abreast && next != null && !stopping) {
            begin(next);
        }
        finish();
        if (next != null && !stopping) {
            inHand = next;
            next = null;
            begin(inHand);
            if (!reader.mayReadAhead()) {
                finish();
            }
        }
        if (System.nanoTime() - committedAt >= BETWEEN_COMMITS.toNanos()) {
            commit();
        }
    }

    /** Hands it over, unless that was done. A handler that refuses at once is called again when its end is waited for. */
    private void begin(Batch batch) {
        if (batch.handedOver) {
            return;
        }
        batch.handedOver = true;
        behind.accept(known());
        if (batch.received.isEmpty()) {
            batch.begun = CompletableFuture.completedStage(null);
            return;
        }
        try {
            batch.begun = handler.apply(batch.received).subscribeAsCompletionStage();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Consumer tries its batch again group=%s", group);
        }
    }

    /** Waits until the batch in hand is done; leaves it as it is when the service stops before that. */
    private void finish() {
        Batch batch = inHand;
        if (batch == null
                || !untilDone(
                        "batch",
                        () -> batch.begunOr(() -> handler.apply(batch.received).subscribeAsCompletionStage()))) {
            return;
        }
        Failpoint.reach("consumer.handled");
        inHand = null;
        done.putAll(batch.ends);
    }

    private void commit() {
        // A partition that went to another member meanwhile is no longer ours to commit.
        done.keySet().retainAll(client.assignment());
        if (!done.isEmpty()) {
            client.commitSync(done);
            done.clear();
            committedAt = System.nanoTime();
            Failpoint.reach("consumer.committed");
        }
    }

    /** Nothing of the batch counts as done: it is read again, which every handler bears. */
    private void rewind(@Nullable Batch batch) {
        if (batch != null) {
            Set<TopicPartition> ours = client.assignment();
            batch.begins.forEach((partition, offset) -> {
                if (ours.contains(partition)) {
                    client.seek(partition, offset);
                }
            });
        }
    }

    /** What cannot be read is a dead letter; a service that stops leaves the rest, which nobody commits. */
    private void decode(List<ConsumerRecord<String, byte[]>> polled, List<Received> batch) {
        for (ConsumerRecord<String, byte[]> incoming : polled) {
            switch (Decoder.decode(incoming)) {
                case Decoder.Decoded.Known(Received received) -> batch.add(received);
                case Decoder.Decoded.Skipped(String type) ->
                    metrics.counter("asteris.events.skipped", "topic", incoming.topic())
                            .increment();
                case Decoder.Decoded.Unreadable(String reason) -> {
                    if (!untilDone("dead letter", () -> deadLetters.put(incoming, group, reason))) {
                        return;
                    }
                }
            }
        }
    }

    /** Records that are handed over together, and where they lie. */
    private static final class Batch {
        private final Map<TopicPartition, Long> begins = new HashMap<>();
        private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        private final List<Received> received = new ArrayList<>();
        private boolean handedOver;
        private @Nullable CompletionStage<Void> begun;

        Batch(List<ConsumerRecord<String, byte[]>> polled) {
            for (ConsumerRecord<String, byte[]> record : polled) {
                var partition = new TopicPartition(record.topic(), record.partition());
                begins.putIfAbsent(partition, record.offset());
                ends.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }

        /** The try that runs already; another one where its end was waited for before. */
        CompletionStage<Void> begunOr(Supplier<CompletionStage<Void>> again) {
            CompletionStage<Void> running = begun;
            begun = null;
            return running == null ? again.get() : running;
        }
    }

    /** As the broker's last answers have it. */
    private long known() {
        return client.assignment().stream()
                .mapToLong(partition -> client.currentLag(partition).orElse(0))
                .sum();
    }

    private boolean untilDone(String what, Supplier<CompletionStage<Void>> work) {
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
