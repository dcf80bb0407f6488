package io.asteris.dispatcher.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A message that this instance may call a provider for, once.
 *
 * @param settingsVersion of the provider's settings at the claim, so that no older ones are used; null when the provider is gone
 */
public record Claimed(Delivery delivery, @Nullable Long settingsVersion) {}
