package io.asteris.ingest.event;

import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.ingest.provider.Meaning;
import java.util.Optional;

/** Makes the house's events of what providers say. */
final class Reports {
    private Reports() {}

    /** The event; empty where the provider's word means nothing to us, or no mail could have gone to the address. */
    static Optional<RecipientEvent> of(Incoming event, MessageId message, int position) {
        Meaning.Outcome outcome = event.said().meaning().outcome();
        return outcome == null
                ? Optional.empty()
                : event.hash().map(hash -> of(outcome, report(event, message, position, hash)));
    }

    /** The event of an outcome. */
    static RecipientEvent of(Meaning.Outcome outcome, RecipientReport report) {
        return switch (outcome) {
            case DELIVERED -> new RecipientEvent.Delivered(report);
            case DEFERRED -> new RecipientEvent.Deferred(report);
            case BOUNCED -> new RecipientEvent.Bounced(report);
            case COMPLAINED -> new RecipientEvent.Complained(report);
            case UNSUBSCRIBED -> new RecipientEvent.Unsubscribed(report);
            case OPENED -> new RecipientEvent.Opened(report);
            case CLICKED -> new RecipientEvent.Clicked(report);
        };
    }

    private static RecipientReport report(Incoming event, MessageId message, int position, AddressHash hash) {
        Meaning meaning = event.said().meaning();
        String text = event.said().text();
        return new RecipientReport(
                message,
                event.site(),
                position,
                hash,
                meaning.provider().word(),
                meaning.event(),
                event.said().at(),
                meaning.classification(),
                event.said().code().orElse(null),
                text.isEmpty() ? null : text);
    }
}
