package io.asteris.platform.content;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps a few things that are dear to make and used by one thread at a time. Unlike a thread's own copy they do not grow with
 * virtual threads.
 */
final class Spares<T> {
    private static final int KEPT = 16;

    private final ArrayBlockingQueue<T> kept = new ArrayBlockingQueue<>(KEPT);
    private final Supplier<T> maker;
    private final Consumer<T> end;

    /**
     * Keeps none at first.
     *
     * @param end frees one for which there is no room
     */
    Spares(Supplier<T> maker, Consumer<T> end) {
        this.maker = maker;
        this.end = end;
    }

    /** Gives one to the work and takes it back when the work returned; after a failure it is freed, its state is unknown. */
    <R> R lend(Function<T, R> work) {
        T spare = kept.poll();
        T lent = spare == null ? maker.get() : spare;
        boolean whole = false;
        try {
            R result = work.apply(lent);
            whole = true;
            return result;
        } finally {
            if (!whole || !kept.offer(lent)) {
                end.accept(lent);
            }
        }
    }
}
