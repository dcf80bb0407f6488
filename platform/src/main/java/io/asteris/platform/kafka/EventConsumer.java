package io.asteris.platform.kafka;

import io.asteris.contract.Topic;
import io.asteris.platform.failpoint.Failpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One member of a consumer group, on a thread of its own: poll, decode, hand over, commit. Where its reader may read ahead, the next
 * batch is polled and decoded while the handler works on the one before, or on several, if it bears that. Offsets are
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
    private final int atOnce;
    private final LongConsumer behind;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final Thread thread;

    /** What was read and is not done, the oldest first; of these as many are handed over as may be worked on at once. */
    private final Deque<Batch> inHand = new ArrayDeque<>();

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
            int atOnce,
            LongConsumer behind) {
        this.group = group;
        this.topics = Set.copyOf(topics);
        this.client = client;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.handler = handler;
        this.atOnce = atOnce;
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
                rewind();
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

    /** Reads the next batch and hands over what may be worked on; waits for the oldest until no more are in hand than may be. */
    private void turn() {
        boolean isMore = read();
        begin();
        int most = isMore && reader.mayReadAhead() ? ahead() : 0;
        while (inHand.size() > most && finish()) {
            begin();
        }
        if (System.nanoTime() - committedAt >= BETWEEN_COMMITS.toNanos()) {
            commit();
        }
    }

    /** Batches that may be in hand while another one is read. */
    private int ahead() {
        return atOnce == 1 ? 1 : atOnce - 1;
    }

    /** False where there was nothing to read. */
    private boolean read() {
        List<ConsumerRecord<String, byte[]>> polled = reader.read();
        if (!polled.isEmpty()) {
            var batch = new Batch(polled, handler);
            inHand.add(batch);
            decode(polled, batch);
        }
        return !polled.isEmpty();
    }

    private void begin() {
        if (!stopping) {
            inHand.stream().limit(atOnce).forEach(this::begin);
        }
    }

    private void begin(Batch batch) {
        if (batch.isHandedOver()) {
            return;
        }
        behind.accept(known());
        try {
            batch.begin();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "Consumer tries its batch again group=%s", group);
        }
    }

    /** Waits until the oldest batch is done; false when the service stops before that. */
    private boolean finish() {
        Batch batch = inHand.element();
        if (!untilDone("batch", batch::end)) {
            return false;
        }
        Failpoint.reach("consumer.handled");
        inHand.remove();
        done.putAll(batch.ends());
        return true;
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

    /** Nothing that is in hand counts as done: it is read again, which every handler bears. */
    private void rewind() {
        reader.rewind();
        Set<TopicPartition> ours = client.assignment();
        // Backwards, so that what was read first is sought last.
        inHand.reversed().forEach(batch -> batch.begins().forEach((partition, offset) -> {
            if (ours.contains(partition)) {
                client.seek(partition, offset);
            }
        }));
        inHand.clear();
    }

    /** What cannot be read is a dead letter; a service that stops leaves the rest, which nobody commits. */
    private void decode(List<ConsumerRecord<String, byte[]>> polled, Batch batch) {
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
