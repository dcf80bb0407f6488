package io.asteris.gateway.resend;

import io.asteris.contract.Json;
import io.asteris.contract.MessageKind;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.content.Envelope;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.gateway.accept.Acceptor;
import io.asteris.gateway.accept.Announced;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.content.StoredBlob;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Announces a message that is sent again: its sealed envelope says what it is and to whom, today's settings say through which
 * provider it goes. An order whose envelope is gone or cannot be read is told of in the log and counted, and holds up nobody.
 */
@ApplicationScoped
class Resends {
    private static final Logger LOG = Logger.getLogger(Resends.class);

    private final ContentStore content;
    private final Acceptor acceptor;
    private final Announced announced;
    private final MeterRegistry metrics;

    Resends(ContentStore content, Acceptor acceptor, Announced announced, MeterRegistry metrics) {
        this.content = content;
        this.acceptor = acceptor;
        this.announced = announced;
        this.metrics = metrics;
    }

    /** Announces the order's new message; the same order again announces nothing. */
    Uni<Void> announce(ResendOrdered order) {
        // Under the order's own site: an id of another site's message finds nothing.
        var envelope = new BlobId(order.site(), order.message(), ContentPart.ENVELOPE);
        return content.get(List.of(envelope))
                .chain(found -> found.isEmpty() ? lost(order, "no envelope") : announce(order, found.getFirst()))
                .onFailure(Resends::isUnreadable)
                .recoverWithUni(failure -> lost(order, failure.getMessage()));
    }

    private Uni<Void> announce(ResendOrdered order, StoredBlob stored) {
        return acceptor.announce(message(order, Json.read(stored.content(), Envelope.class)));
    }

    private MessageAccepted message(ResendOrdered order, Envelope envelope) {
        return new MessageAccepted(
                order.message(),
                order.site(),
                MessageKind.RESEND,
                order.message().instant(),
                order.source(),
                order.tags(),
                order.metadata(),
                order.size(),
                envelope.attachments().size(),
                envelope.from().address().domain(),
                announced.recipients(order.site(), envelope.recipients()),
                null,
                null,
                null,
                order.of(),
                order.onUnknown(),
                order.sensitive());
    }

    private static boolean isUnreadable(Throwable failure) {
        return failure instanceof UnopenableSecretException || failure instanceof Json.UnreadableJsonException;
    }

    private Uni<Void> lost(ResendOrdered order, String cause) {
        LOG.errorf("A message cannot be sent again messageId=%s of=%s cause=%s", order.message(), order.of(), cause);
        metrics.counter("asteris.resends.lost").increment();
        return Uni.createFrom().voidItem();
    }
}
