package io.asteris.platform.rotation;

import io.smallrye.mutiny.Uni;

/**
 * Something that a service keeps sealed under a master key. A bean of this type is sealed anew after a change of the key; repeating that
 * changes nothing, and several instances may do it at once.
 */
public interface Resealable {
    /** Seals all of it under the current key that is not; what no known key opens stays as it is. */
    Uni<Void> reseal();

    /** How much of it is not under the current key. */
    Uni<Long> left();
}
