package io.asteris.dispatcher.intake;

import io.asteris.contract.Topic;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.RecipientEvent;
import io.asteris.dispatcher.delivery.EvidenceStore;
import io.asteris.dispatcher.delivery.SweepStore;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.platform.kafka.EventConsumers;
import io.asteris.platform.kafka.Received;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what was accepted and ordered, and what providers reported; once that is in the table, the offset may go on. Reports have a
 * consumer of their own, so that a flood of them holds no mail up.
 */
@ApplicationScoped
public class MailConsumer {
    private static final String GROUP = "asteris.dispatcher";
    private static final int MOST_PER_BATCH = 500;

    private final EventConsumers consumers;
    private final Intake intake;
    private final Orders orders;
    private final EvidenceStore evidence;
    private final SweepStore sweeps;
    private final Lanes lanes;

    MailConsumer(
            EventConsumers consumers,
            Intake intake,
            Orders orders,
            EvidenceStore evidence,
            SweepStore sweeps,
            Lanes lanes) {
        this.consumers = consumers;
        this.intake = intake;
        this.orders = orders;
        this.evidence = evidence;
        this.sweeps = sweeps;
        this.lanes = lanes;
    }

    void start(@Observes @Priority(3000) StartupEvent event) {
        read(GROUP);
        consumers.start(
                GROUP,
                Set.of(Topic.MAIL_EVENTS),
                MOST_PER_BATCH,
                batch -> report(only(batch, RecipientEvent.class).toList()));
    }

    /** Reads mail and orders as a member of that group, from where it stands. */
    public void read(String group) {
        consumers.start(
                group,
                Set.of(Topic.MAIL_ACCEPTED, Topic.MAIL_ORDERS),
                MOST_PER_BATCH,
                this::take,
                behind -> lanes.standBackFor(behind > MOST_PER_BATCH));
    }

    private Uni<Void> take(List<Received> batch) {
        List<MessageAccepted> accepted = only(batch, MessageAccepted.class).toList();
        List<CancelOrdered> cancels = only(batch, CancelOrdered.class).toList();
        List<EraseOrdered> erasures = only(batch, EraseOrdered.class).toList();
        // Orders first: the message that one of them cancels may be in the same batch.
        return orders.cancel(cancels).chain(() -> orders.erase(erasures)).chain(() -> intake.accept(accepted));
    }

    /** What a report settles is settled at once. */
    private Uni<Void> report(List<RecipientEvent> reports) {
        return evidence.note(reports)
                .chain(telling -> telling == 0
                        ? Uni.createFrom().voidItem()
                        : sweeps.proven().replaceWithVoid());
    }

    private static <T> Stream<T> only(List<Received> batch, Class<T> type) {
        return batch.stream().map(Received::event).filter(type::isInstance).map(type::cast);
    }
}
