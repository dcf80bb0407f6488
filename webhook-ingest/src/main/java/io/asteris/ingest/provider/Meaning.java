package io.asteris.ingest.provider;

import io.asteris.contract.event.RecipientReport.Classification;
import io.asteris.contract.event.SuppressionChanged.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event: one row of the {@link Policy}.
 *
 * @param event the provider's word on the wire
 * @param detail what else decides, in the words of the reader that found it; {@code *} for anything
 * @param outcome what it tells of the recipient; null where that is nothing we have a word for
 * @param classification how final, where that makes a difference
 * @param suppress with which reason the address joins the list; null where it does not
 * @param why the reason for this row
 */
public record Meaning(
        WebhookProvider provider,
        String event,
        String detail,
        @Nullable Outcome outcome,
        @Nullable Classification classification,
        @Nullable Reason suppress,
        String why) {

    /** What became of a recipient: the one vocabulary of all providers. */
    public enum Outcome {
        DELIVERED,
        DEFERRED,
        BOUNCED,
        COMPLAINED,
        UNSUBSCRIBED,
        OPENED,
        CLICKED
    }

    /** The reason with which the address joins the list; empty where it does not. */
    public Optional<Reason> suppression() {
        return Optional.ofNullable(suppress);
    }

    /** Whether it counts as a hard bounce of an address that was tried. */
    public boolean isHardBounce() {
        return outcome == Outcome.BOUNCED && classification == Classification.HARD;
    }
}
