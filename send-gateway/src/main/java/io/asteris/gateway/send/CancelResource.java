package io.asteris.gateway.send;

import io.asteris.contract.MessageId;
import io.asteris.contract.content.ContentPart;
import io.asteris.contract.event.CancelOrdered;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * {@code DELETE /send/{id}}: orders that a message is not sent. The gateway knows a message by its envelope in the content store: one
 * that is no longer there can no longer be waiting either.
 */
@Path(Api.BASE + "/send/{id}")
@Produces(MediaType.APPLICATION_JSON)
class CancelResource {
    private final Outbox outbox;
    private final ContentStore content;
    private final DatabaseClock clock;
    private final CurrentCaller caller;

    CancelResource(Outbox outbox, ContentStore content, DatabaseClock clock, CurrentCaller caller) {
        this.outbox = outbox;
        this.content = content;
        this.clock = clock;
        this.caller = caller;
    }

    /** The answer: the order is given; whether it came in time stands in the log. */
    record Ordered(MessageId id) {}

    @DELETE
    @Requires(Scope.SEND)
    public Uni<Response> cancel(@PathParam("id") String text) {
        Caller by = caller.get();
        MessageId id = MessageId.parse(text).orElseThrow(CancelResource::unknown);
        return outbox.inSite(by.site(), transaction -> order(transaction, id, by))
                .map(ordered -> Response.accepted(new Ordered(id)).build());
    }

    private Uni<Void> order(OutboxTransaction transaction, MessageId id, Caller by) {
        var envelope = new BlobId(by.site(), id, ContentPart.ENVELOPE);
        return content.get(transaction.connection(), List.of(envelope))
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw unknown();
                    }
                    transaction.tell(new CancelOrdered(id, by.site(), by.keyId(), clock.now()));
                })
                .replaceWithVoid();
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no message of that id that could still be sent.");
    }
}
