package io.asteris.dispatcher.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.function.Function;

/** One piece of work after the other. */
final class InTurn {
    private InTurn() {}

    /** Completes when all are done; fails with the first that fails, and does not begin the rest. */
    static <T> Uni<Void> each(Collection<T> items, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
