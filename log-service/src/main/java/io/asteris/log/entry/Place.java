package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import java.util.List;
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

    /** What is left of a list, in its order, from here on. */
    List<MessageId> rest(List<MessageId> list) {
        if (after == null) {
            return list;
        }
        int read = 0;
        while (read < list.size() && !isBehind(list.get(read), after)) {
            read++;
        }
        return list.subList(read, list.size());
    }

    private boolean isBehind(MessageId entry, MessageId read) {
        return newestFirst ? entry.compareTo(read) < 0 : entry.compareTo(read) > 0;
    }
}
