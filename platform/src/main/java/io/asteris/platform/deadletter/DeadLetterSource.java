package io.asteris.platform.deadletter;

import java.util.List;

/** A place where a service puts what it cannot read. Its methods may block. */
public interface DeadLetterSource {
    /** What lies there and was not replayed with success, the newest first, up to so many. */
    List<DeadLetter> list(int most);

    /** Reads one again, as it came. */
    Replay replay(String id);

    /** What came of a replay. */
    sealed interface Replay {
        /** It was read, or is about to be. */
        record Taken() implements Replay {}

        /** It still cannot be read. */
        record Unreadable(String reason) implements Replay {}

        /** There is none of that id here. */
        record Unknown() implements Replay {}
    }
}
