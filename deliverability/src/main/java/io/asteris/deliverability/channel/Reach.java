package io.asteris.deliverability.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a site's people are reached.
 *
 * @param recipient of the mail; null when nobody named one
 * @param channels in the order in which they are tried
 */
public record Reach(@Nullable String recipient, List<Channel> channels) {
    public Reach {
        channels = List.copyOf(channels);
    }

    /** Shows no address. */
    @Override
    public String toString() {
        return "Reach" + channels;
    }
}
