package io.asteris.local.inbox;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Counts and keeps nothing: for benchmarks, in which the sink must not be what is measured. */
final class CountedMailbox implements Mailbox {
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public CompletionStage<String> take(Envelope envelope, Content content) {
        bytes.addAndGet(content.size());
        return CompletableFuture.completedFuture(MessageNumber.id(count.incrementAndGet()));
    }

    @Override
    public boolean keepsContent() {
        return false;
    }

    @Override
    public long count() {
        return count.get();
    }

    @Override
    public long bytes() {
        return bytes.get();
    }
}
