package io.asteris.log.export;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Room for so many octets. They come in portions, one after the other, and go in the same order; a portion waits where there is no
 * room for it, and one that is larger than all of it is in there alone.
 */
final class Room {
    private final long all;
    private final Queue<Long> portions = new ArrayDeque<>();
    private long taken;
    private @Nullable Waiting waiting;

    Room(long all) {
        this.all = all;
    }

    /** Ends when the portion is in; the next one is brought only then. */
    Uni<Void> enter(long octets) {
        return Uni.createFrom().emitter(emitter -> {
            if (admits(new Waiting(octets, emitter))) {
                emitter.complete(null);
            }
        });
    }

    /** The portion that came first is gone. */
    void leave() {
        Waiting next = leaving();
        if (next != null) {
            next.emitter().complete(null);
        }
    }

    private synchronized boolean admits(Waiting one) {
        boolean fits = portions.isEmpty() || taken + one.octets() <= all;
        if (fits) {
            portions.add(one.octets());
            taken += one.octets();
        } else {
            waiting = one;
        }
        return fits;
    }

    /** The one that waited and is in now. */
    private synchronized @Nullable Waiting leaving() {
        taken -= portions.remove();
        Waiting next = waiting;
        waiting = null;
        return next != null && admits(next) ? next : null;
    }

    private record Waiting(long octets, UniEmitter<? super Void> emitter) {}
}
