package io.asteris.dispatcher.delivery;

import io.asteris.dispatcher.state.Recipients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that this instance may call a provider for, once, or one that nobody is left to send to.
 *
 * @param settingsVersion of the provider's settings at the claim, so that no older ones are used; null when the provider is gone
 * @param skipped the recipients when every one of them is suppressed: the message was not claimed then; null otherwise
 * @param proven positions that a provider has reported on although no answer said that it took them
 */
public record Claimed(
        Delivery delivery,
        @Nullable Long settingsVersion,
        @Nullable Recipients skipped,
        List<Integer> proven) {
    public Claimed {
        proven = List.copyOf(proven);
    }
}
