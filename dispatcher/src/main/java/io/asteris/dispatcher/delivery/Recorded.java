package io.asteris.dispatcher.delivery;

import io.asteris.contract.event.AttemptRecorded;
import io.asteris.platform.kafka.OutgoingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step with everything that is committed together with it.
 *
 * @param attempt the call that led to it; null when none was made
 * @param told the outbox rows, made once, so that a repeated write tells the same
 */
public record Recorded(Transition step, @Nullable AttemptRecorded attempt, List<OutgoingEvent> told) {
    public Recorded {
        told = List.copyOf(told);
    }
}
