package io.asteris.platform.kafka;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/**
 * Where a service keeps a copy of a compacted topic that outlives its process, together with the place up to which it was read: a
 * restart goes on from there, and a restored copy catches up from where it was saved.
 */
public interface LastingCopy {
    /** Where to go on, by partition; a partition that is not named is read from its start. */
    Uni<Map<Integer, Long>> positions();

    /** Takes what came, in order per key, with where to go on, in one commit. Is called again when it fails, so it bears repeats. */
    Uni<Void> take(List<Received> batch, Map<Integer, Long> next);
}
