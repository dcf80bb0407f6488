package io.asteris.log.export;

import io.asteris.contract.content.Body;
import io.asteris.log.entry.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * One line of an export.
 *
 * @param entry with its recipients redacted as asked
 * @param body absent where it was not asked for or is not kept
 */
record Row(LogEntry entry, @Nullable Body body) {
    /** Redacted. */
    @Override
    public String toString() {
        return "row of " + entry.id();
    }
}
