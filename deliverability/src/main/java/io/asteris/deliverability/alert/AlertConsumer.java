package io.asteris.deliverability.alert;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.Topic;
import io.asteris.contract.event.Alert;
import io.asteris.contract.event.AlertEvent;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.contract.event.RecipientReport;
import io.asteris.platform.database.Database;
import io.asteris.platform.kafka.EventConsumers;
import io.asteris.platform.kafka.Received;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what the topics tell, each fact once, and looks at the rules of the sites that it is about. */
@ApplicationScoped
class AlertConsumer {
    private static final String GROUP = "asteris.deliverability";
    private static final Set<Topic> TOPICS = Set.of(Topic.MAIL_ATTEMPTS, Topic.MAIL_EVENTS, Topic.ALERTS);
    private static final int BATCH = 1_000;
    /** An alert may be told that much later, and the counters of a site, which each batch changes, are changed less often. */
    private static final Duration GATHERING = Duration.ofMillis(200);

    /** By these a message may have become a failed send; what its attempts say is asked besides. */
    private static final Set<DispatchState> FAILED =
            EnumSet.of(DispatchState.FAILED, DispatchState.EXPIRED, DispatchState.UNKNOWN);

    private final EventConsumers consumers;
    private final Database database;
    private final SeenStore seen;
    private final QueuedStore queued;
    private final AlertDesk desk;
    private final Rules rules;
    private final AlertSettingsStore settings;

    AlertConsumer(
            EventConsumers consumers,
            Database database,
            SeenStore seen,
            QueuedStore queued,
            AlertDesk desk,
            Rules rules,
            AlertSettingsStore settings) {
        this.consumers = consumers;
        this.database = database;
        this.seen = seen;
        this.queued = queued;
        this.desk = desk;
        this.rules = rules;
        this.settings = settings;
    }

    void start(@Observes StartupEvent started) {
        consumers.startGathering(GROUP, TOPICS, BATCH, GATHERING, this::on);
    }

    /** Counting is one transaction; judging follows it, and the sweep judges again what a crash in between left out. */
    private Uni<Void> on(List<Received> batch) {
        var facts = new Facts();
        batch.forEach(received -> facts.take(received.event()));
        Map<Boolean, List<Seen>> messages =
                facts.messages.values().stream().collect(Collectors.partitioningBy(Seen::isOnlyQueued));
        return database.asWorker(connection -> seen.add(connection, messages.get(false))
                        .chain(() -> queued.keep(connection, messages.get(true)))
                        .chain(() -> seen.report(connection, facts.reports))
                        .chain(() -> seen.heard(connection, facts.heard))
                        .chain(() -> others(connection, facts.alerts)))
                .chain(() -> rules.judgeFailures(facts.failing))
                .chain(() -> rules.judgeRefusedCredentials(facts.configuration));
    }

    private Uni<Void> others(io.vertx.mutiny.sqlclient.SqlConnection connection, List<AlertEvent> alerts) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (AlertEvent event : alerts) {
            Alert alert = event.alert();
            done = done.chain(() -> switch (event) {
                case AlertEvent.Raised raised ->
                    settings.of(connection, alert.site())
                            .chain(known -> known.rule(alert.cause()).enabled()
                                    ? desk.raised(connection, alert)
                                    : Uni.createFrom().voidItem());
                case AlertEvent.Cleared cleared -> desk.cleared(connection, alert.site(), alert.cause());
            });
        }
        return done;
    }

    /** A batch sorted by what it means to us. */
    private static final class Facts {
        private final Map<MessageId, Seen> messages = new LinkedHashMap<>();
        private final Set<SeenStore.Reported> reports = new HashSet<>();
        private final List<SeenStore.Heard> heard = new ArrayList<>();
        private final List<AlertEvent> alerts = new ArrayList<>();
        private final Set<SiteId> failing = new HashSet<>();
        private final List<AttemptRecorded> configuration = new ArrayList<>();

        void take(Event event) {
            switch (event) {
                case AttemptRecorded attempt -> take(attempt);
                case MessageStateChanged change -> {
                    add(Seen.of(change));
                    if (FAILED.contains(change.state())) {
                        failing.add(change.site());
                    }
                }
                case RecipientEvent report -> take(report);
                case AlertEvent alert -> alerts.add(alert);
                default -> {
                    // Nothing else travels on these topics.
                }
            }
        }

        private void take(AttemptRecorded attempt) {
            add(Seen.of(attempt));
            if (attempt.answer() != AnswerKind.TAKEN) {
                failing.add(attempt.site());
            }
            if (attempt.answer() == AnswerKind.NOT_TAKEN && attempt.cause() == Cause.CONFIGURATION) {
                configuration.add(attempt);
            }
        }

        private void take(RecipientEvent event) {
            RecipientReport report = event.report();
            heard.add(new SeenStore.Heard(report.site(), report.provider(), report.at()));
            boolean hardBounce = event instanceof RecipientEvent.Bounced
                    && report.classification() == RecipientReport.Classification.HARD;
            boolean complaint = event instanceof RecipientEvent.Complained;
            if (hardBounce || complaint) {
                reports.add(new SeenStore.Reported(
                        report.message().value(), report.position(), complaint, report.site(), report.at()));
            }
        }

        private void add(Seen one) {
            messages.merge(one.message(), one, Seen::and);
        }
    }
}
