package io.asteris.dispatcher.delivery;

import io.asteris.dispatcher.state.Recipients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that this instance may call a provider for, once, or one that nobody is left to send to.
 *
 * @param settingsVersion of the provider's settings at the claim, so that no older ones are used; null when the provider is gone
 * @param probe whether the lane's circuit is open and this one call finds out whether it works again
 * @param limited whether the lane's account has limits, so that a claim may give less than is due
 * @param skipped the recipients when every one of them is suppressed: the message was not claimed then; null otherwise
 * @param proven positions that a provider has reported on although no answer said that it took them
 */
public record Claimed(
        Delivery delivery,
        @Nullable Long settingsVersion,
        boolean probe,
        boolean limited,
        @Nullable Recipients skipped,
        List<Integer> proven) {
    public Claimed {
        proven = List.copyOf(proven);
    }
}
