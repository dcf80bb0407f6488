package io.asteris.dispatcher.intake;

import io.asteris.contract.Topic;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.contract.event.MessageAccepted;
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

/** Reads what the gateway accepted and what was ordered; once both are in the table, the offset may go on. */
@ApplicationScoped
public class MailConsumer {
    private static final int MOST_PER_BATCH = 500;

    private final EventConsumers consumers;
    private final Intake intake;

    MailConsumer(EventConsumers consumers, Intake intake) {
        this.consumers = consumers;
        this.intake = intake;
    }

    void start(@Observes @Priority(3000) StartupEvent event) {
        consumers.start(
                "asteris.dispatcher", Set.of(Topic.MAIL_ACCEPTED, Topic.MAIL_ORDERS), MOST_PER_BATCH, this::take);
    }

    private Uni<Void> take(List<Received> batch) {
        List<MessageAccepted> accepted = only(batch, MessageAccepted.class).toList();
        List<CancelOrdered> cancels = only(batch, CancelOrdered.class).toList();
        // Orders first: the message that one of them cancels may be in the same batch.
        return intake.cancel(cancels).chain(() -> intake.accept(accepted));
    }

    private static <T> Stream<T> only(List<Received> batch, Class<T> type) {
        return batch.stream().map(Received::event).filter(type::isInstance).map(type::cast);
    }
}
