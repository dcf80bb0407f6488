package io.asteris.deliverability.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of a channel.
 *
 * @param error why it did not take the message, without an address; absent when it did
 */
public record Delivered(
        String channel, Instant at, boolean ok, @Nullable String error) {}
