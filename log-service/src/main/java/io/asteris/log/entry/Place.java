package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, and in which direction.
 *
 * @param after the last entry that was read; absent at the beginning
 * @param newestFirst whether the list goes back in time
 */
public record Place(@Nullable MessageId after, boolean newestFirst) {
    /** The beginning of a list that goes back in time. */
    public static final Place NEWEST = new Place(null, true);

    /** The beginning of a list that goes forward in time. */
    public static final Place OLDEST = new Place(null, false);

    /** Behind that entry, going back in time. */
    public static Place olderThan(MessageId entry) {
        return new Place(entry, true);
    }

    /** Behind that entry, going forward in time. */
    public static Place newerThan(MessageId entry) {
        return new Place(entry, false);
    }
}
