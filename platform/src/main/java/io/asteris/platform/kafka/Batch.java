package io.asteris.platform.kafka;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Records that are handed over together, where they lie, and what their handler does with them. Not for several threads. */
final class Batch {
    private final Function<List<Received>, Uni<Void>> handler;
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    private final List<Received> received = new ArrayList<>();
    private boolean handedOver;
    private @Nullable CompletionStage<Void> begun;

    Batch(List<ConsumerRecord<String, byte[]>> polled, Function<List<Received>, Uni<Void>> handler) {
        this.handler = handler;
        for (ConsumerRecord<String, byte[]> record : polled) {
            var partition = new TopicPartition(record.topic(), record.partition());
            begins.putIfAbsent(partition, record.offset());
            ends.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
    }

    /** The first offset of each partition. */
    Map<TopicPartition, Long> begins() {
        return begins;
    }

    /** Where each partition goes on behind it. */
    Map<TopicPartition, OffsetAndMetadata> ends() {
        return ends;
    }

    /** Adds one of the records, now that it is decoded. */
    void add(Received decoded) {
        received.add(decoded);
    }

    boolean isHandedOver() {
        return handedOver;
    }

    /** Hands it over. A handler that throws is called again when the end is waited for. */
    void begin() {
        handedOver = true;
        begun = handle();
    }

    /** The end of the try that runs already; of another one where an end was waited for before. */
    CompletionStage<Void> end() {
        CompletionStage<Void> running = begun;
        begun = null;
        return running == null ? handle() : running;
    }

    private CompletionStage<Void> handle() {
        return received.isEmpty()
                ? CompletableFuture.completedStage(null)
                : handler.apply(received).subscribeAsCompletionStage();
    }
}
