package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.DnsChanged;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.LogSettingsChanged;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.ProviderChanged;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.contract.event.RoutingChanged;
import io.asteris.contract.event.SiteChanged;
import io.asteris.contract.event.SuppressionChanged;
import io.asteris.log.fold.Attempt;
import io.asteris.log.fold.Fact;
import io.asteris.log.fold.Outcome;
import io.asteris.log.fold.StateChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one batch brings of one message.
 *
 * @param accepted when its acceptance is among it
 */
record Incoming(MessageId message, SiteId site, @Nullable MessageAccepted accepted, List<Fact> facts) {
    Incoming {
        facts = List.copyOf(facts);
    }

    /**
     * The batch by message, oldest first, so that messages which are looked up together lie near each other; events that are about no
     * message's way are left out.
     */
    static Collection<Incoming> of(List<? extends Event> events) {
        Map<MessageId, Incoming> byMessage = new TreeMap<>();
        for (Event event : events) {
            switch (event) {
                case MessageAccepted it -> add(byMessage, new Incoming(it.message(), it.site(), it, List.of()));
                case AttemptRecorded it ->
                    add(byMessage, new Incoming(it.message(), it.site(), null, List.of(fact(it))));
                case MessageStateChanged it ->
                    add(byMessage, new Incoming(it.message(), it.site(), null, List.of(fact(it))));
                case CancelOrdered ignored -> {}
                case ResendOrdered ignored -> {}
                case EraseOrdered ignored -> {}
                case RecipientEvent it ->
                    add(byMessage, new Incoming(it.report().message(), it.site(), null, List.of(fact(it))));
                case SuppressionChanged ignored -> {}
                case AlertEvent ignored -> {}
                case SiteChanged ignored -> {}
                case ProviderChanged ignored -> {}
                case RoutingChanged ignored -> {}
                case LogSettingsChanged ignored -> {}
                case DnsChanged ignored -> {}
            }
        }
        return byMessage.values();
    }

    private static void add(Map<MessageId, Incoming> byMessage, Incoming more) {
        byMessage.merge(more.message(), more, Incoming::and);
    }

    private Incoming and(Incoming more) {
        var all = new ArrayList<>(facts);
        all.addAll(more.facts);
        return new Incoming(message, site, accepted == null ? more.accepted : accepted, all);
    }

    private static Attempt fact(AttemptRecorded event) {
        return new Attempt(
                event.attempt(),
                event.provider(),
                event.startedAt(),
                event.millis(),
                event.answer(),
                event.cause(),
                event.code(),
                event.enhanced(),
                event.text(),
                event.providerMessageId(),
                event.possibleDuplicate(),
                event.recipients().stream()
                        .map(said -> new Attempt.Said(
                                said.position(), said.answer(), said.code(), said.enhanced(), said.text()))
                        .toList());
    }

    private static Outcome fact(RecipientEvent event) {
        RecipientReport report = event.report();
        Outcome.Kind kind =
                switch (event) {
                    case RecipientEvent.Delivered ignored -> Outcome.Kind.DELIVERED;
                    case RecipientEvent.Deferred ignored -> Outcome.Kind.DEFERRED;
                    // A provider that stopped trying on a passing ground says nothing final of the mailbox.
                    case RecipientEvent.Bounced ignored ->
                        report.classification() == RecipientReport.Classification.SOFT
                                ? Outcome.Kind.DEFERRED
                                : Outcome.Kind.BOUNCED;
                    case RecipientEvent.Complained ignored -> Outcome.Kind.COMPLAINED;
                    case RecipientEvent.Unsubscribed ignored -> Outcome.Kind.UNSUBSCRIBED;
                    case RecipientEvent.Opened ignored -> Outcome.Kind.OPENED;
                    case RecipientEvent.Clicked ignored -> Outcome.Kind.CLICKED;
                };
        String reason =
                Stream.of(report.code(), report.text()).filter(Objects::nonNull).collect(Collectors.joining(" "));
        return new Outcome(report.position(), kind, report.at(), report.provider(), reason);
    }

    private static StateChange fact(MessageStateChanged event) {
        return new StateChange(
                event.version(),
                event.state(),
                event.at(),
                event.reason(),
                event.until(),
                event.correction(),
                event.skipped().stream()
                        .map(skip -> new StateChange.Skip(skip.position(), skip.reason()))
                        .toList());
    }
}
