package io.asteris.dispatcher.lane;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Bounds the octets of large messages that are in memory at one time, first come, first served. A message larger than the whole
 * budget gets all of it and goes alone. Safe for any thread.
 */
final class ContentBudget {
    private final long total;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private long free;

    ContentBudget(long total) {
        if (total < 1) {
            throw new IllegalArgumentException("asteris.dispatcher.content-budget is at least one octet");
        }
        this.total = total;
        this.free = total;
    }

    /** Completes when that many octets may be fetched; they come back with {@link #giveBack}. */
    Uni<Void> take(long octets) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (queue) {
                queue.add(new Waiting(Math.min(octets, total), emitter));
            }
            admit();
        });
    }

    /** Gives back what was taken, by the same figure. */
    void giveBack(long octets) {
        synchronized (queue) {
            free += Math.min(octets, total);
        }
        admit();
    }

    private void admit() {
        List<Waiting> admitted = new ArrayList<>();
        synchronized (queue) {
            for (Waiting first = queue.peek(); first != null && first.octets() <= free; first = queue.peek()) {
                free -= first.octets();
                admitted.add(queue.remove());
            }
        }
        admitted.forEach(waiting -> waiting.emitter().complete(null));
    }

    private record Waiting(long octets, UniEmitter<? super Void> emitter) {}
}
