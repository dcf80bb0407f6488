package io.asteris.log.resend;

import io.asteris.contract.DispatchState;
import io.asteris.contract.Mailbox;
import io.asteris.contract.MessageId;
import io.asteris.contract.event.ResendOrdered;
import io.asteris.log.entry.Announcement;
import io.asteris.log.entry.Entry;
import io.asteris.log.fold.StateChange;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Orders that a closed message is sent again: content first, then the order, so that nobody is told of what is not there. */
@ApplicationScoped
class Resends {
    private final ContentCopy copy;
    private final ResendStore store;
    private final Outbox outbox;
    private final DatabaseClock clock;

    Resends(ContentCopy copy, ResendStore store, Outbox outbox, DatabaseClock clock) {
        this.copy = copy;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The id for a message that is about to be made. */
    MessageId mint() {
        return MessageId.mint(clock.now());
    }

    /**
     * Orders the message under that new id; ordering it again changes nothing. Fails with the {@code 409} that says why when the
     * original is not closed or cannot be sent as it was; nothing is left behind then.
     *
     * @param others the recipients in place of the original ones; empty to keep these
     * @param by id of the API key that wants it
     * @param together what else is written in the transaction of the order
     */
    Uni<Void> order(
            Entry original,
            MessageId fresh,
            List<Mailbox> others,
            String by,
            Function<SqlConnection, Uni<Void>> together) {
        checkClosed(original);
        return copy.copy(original, fresh, others)
                .chain(blobs -> outbox.asWorker(open -> copy.put(open.connection(), blobs)
                        .chain(() -> store.add(open.connection(), original.site(), fresh, original.message(), by))
                        .invoke(added -> {
                            if (added) {
                                open.tell(event(original, fresh, by));
                            }
                        })
                        .chain(() -> together.apply(open.connection()))))
                .onFailure(ProblemException.class)
                .call(() -> copy.takeBack(fresh));
    }

    private static void checkClosed(Entry original) {
        boolean closed = original.history()
                .lastState()
                .map(StateChange::state)
                .map(DispatchState::terminal)
                .orElse(false);
        if (!closed) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The message is " + original.standing().status().word()
                            + ": it can be sent again once nothing more is tried.");
        }
    }

    private ResendOrdered event(Entry original, MessageId fresh, String by) {
        Announcement said = Objects.requireNonNull(original.announcement(), "only an accepted message is shown");
        return new ResendOrdered(
                fresh,
                original.site(),
                original.message(),
                by,
                clock.now(),
                said.source(),
                said.tags(),
                said.metadata(),
                said.size(),
                null,
                said.sensitive() ? Boolean.TRUE : null);
    }
}
