package io.asteris.platform.outbox;

import io.asteris.contract.event.Event;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/** One transaction in which facts change and are told about. Nothing told is published unless it commits. */
public final class OutboxTransaction {
    private final SqlConnection connection;
    private final List<Event> told = new ArrayList<>();

    OutboxTransaction(SqlConnection connection) {
        this.connection = connection;
    }

    /** For the statements that change the facts. */
    public SqlConnection connection() {
        return connection;
    }

    /** Adds an event that becomes true with the commit. */
    public void tell(Event event) {
        told.add(event);
    }

    List<Event> told() {
        return told;
    }
}
