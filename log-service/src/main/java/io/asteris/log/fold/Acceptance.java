package io.asteris.log.fold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * We took the message: from here on it has an entry.
 *
 * @param recipients how many there are, at positions 0 and up
 * @param provider the one the caller insists on
 */
public record Acceptance(
        Instant at, int recipients, @Nullable String provider) implements Fact {
    public Acceptance {
        at = Millis.of(at);
    }
}
