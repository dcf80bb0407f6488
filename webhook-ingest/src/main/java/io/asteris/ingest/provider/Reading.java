package io.asteris.ingest.provider;

import java.util.List;
import java.util.Optional;

/**
 * What a post says.
 *
 * @param events in the order in which they stand
 * @param handshake what the post says about the way it came; empty for nearly all
 */
public record Reading(List<ProviderEvent> events, Optional<Handshake> handshake) {
    public Reading {
        events = List.copyOf(events);
    }

    /** A post of events. */
    public static Reading of(List<ProviderEvent> events) {
        return new Reading(events, Optional.empty());
    }

    /** A post about the way itself. */
    public static Reading of(Handshake handshake) {
        return new Reading(List.of(), Optional.of(handshake));
    }

    /**
     * A topic asks to be subscribed to, or says that it is no more.
     *
     * @param confirmUrl where to confirm; empty when the subscription ended
     */
    public record Handshake(String topic, Optional<String> confirmUrl) {}
}
