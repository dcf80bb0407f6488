package io.asteris.log.tail;

import io.asteris.contract.MessageId;
import io.asteris.platform.http.ProblemException;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a watcher has seen the log: every entry up to that id, as it stood at that moment.
 *
 * @param highest the last of them, or any id of that time
 */
record TailCursor(MessageId highest, Instant at) {
    /** What changed so shortly before the watcher went may not have reached it. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final char SEPARATOR = '.';

    /** As it stands in {@code id:} of an event. */
    String text() {
        return highest.text() + SEPARATOR + at.toEpochMilli();
    }

    /**
     * Reads what {@link #text} gave, a little before it.
     *
     * @throws ProblemException {@code 422} when it is anything else
     */
    static TailCursor read(String text) {
        int separator = text.indexOf(SEPARATOR);
        try {
            if (separator > 0) {
                MessageId highest = MessageId.of(text.substring(0, separator));
                Instant at = Instant.ofEpochMilli(Long.parseLong(text.substring(separator + 1)));
                return new TailCursor(highest, at.minus(LATE));
            }
        } catch (IllegalArgumentException foreign) {
            // Falls through to the one answer for all foreign cursors.
        }
        throw ProblemException.invalid("Last-Event-ID", "this is not the id of an event of this stream");
    }

    /** The same, having seen that entry too. */
    TailCursor with(MessageId seen, Instant now) {
        return new TailCursor(seen.compareTo(highest) > 0 ? seen : highest, now);
    }
}
