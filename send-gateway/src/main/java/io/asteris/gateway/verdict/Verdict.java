package io.asteris.gateway.verdict;

import io.asteris.contract.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message at its first attempt, as it is answered.
 *
 * @param status the word of the log: sent, failed, retrying, held, skipped, …
 * @param provider absent when none was asked
 * @param answer the provider's own words, or the reason why none was asked
 */
public record Verdict(
        MessageId id,
        String status,
        @Nullable String provider,
        @Nullable String answer) {
    @Override
    public String toString() {
        return "verdict " + status + " of " + id;
    }
}
