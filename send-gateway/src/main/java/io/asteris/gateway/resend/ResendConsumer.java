package io.asteris.gateway.resend;

import io.asteris.contract.Topic;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.platform.kafka.EventConsumers;
import io.asteris.platform.kafka.Received;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/** Follows {@code mail.orders} for messages that are to be sent again; the dispatcher sees to the other orders. */
@ApplicationScoped
class ResendConsumer {
    private static final String GROUP = "asteris.send-gateway";
    private static final int BATCH = 500;

    /** Enough that their announcements share commits. */
    private static final int AT_ONCE = 16;

    private final EventConsumers consumers;
    private final Resends resends;

    ResendConsumer(EventConsumers consumers, Resends resends) {
        this.consumers = consumers;
        this.resends = resends;
    }

    void start(@Observes StartupEvent started) {
        consumers.start(GROUP, Set.of(Topic.MAIL_ORDERS), BATCH, this::on);
    }

    private Uni<Void> on(List<Received> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .map(Received::event)
                .filter(ResendOrdered.class::isInstance)
                .map(ResendOrdered.class::cast)
                .onItem()
                .transformToUni(resends::announce)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
