package io.asteris.dispatcher.delivery;

import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.kafka.OutgoingEvent;
import io.asteris.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes steps ready to be written, with their events, and takes those that need no call: read under lock, decide, write, tell. */
@ApplicationScoped
public class Steps {
    private final Database database;
    private final DatabaseClock clock;
    private final Outbox outbox;
    private final StepStore store;

    Steps(Database database, DatabaseClock clock, Outbox outbox, StepStore store) {
        this.database = database;
        this.clock = clock;
        this.outbox = outbox;
        this.store = store;
    }

    /** A step with its events, made once: whoever writes it again tells the same. */
    public Recorded ready(Transition step, @Nullable AttemptRecorded attempt) {
        List<Event> events = new ArrayList<>(2);
        if (attempt != null) {
            events.add(attempt);
        }
        events.add(step.event(clock.now()));
        return new Recorded(step, attempt, outbox.rows(events));
    }

    /** Publishes what was committed. */
    public void publish(List<Recorded> written) {
        List<OutgoingEvent> rows =
                written.stream().flatMap(step -> step.told().stream()).toList();
        outbox.publish(rows);
    }

    /**
     * Moves what a query finds, in one transaction.
     *
     * @param locking a query for the columns of a delivery that locks what it gives
     * @return the steps taken
     */
    Uni<List<Transition>> move(String locking, Tuple parameters, Function<Row, Recorded> decide) {
        return database.asWorker(connection -> connection
                        .preparedQuery(locking)
                        .execute(parameters)
                        .map(rows -> {
                            List<Recorded> steps = new ArrayList<>(rows.size());
                            rows.forEach(row -> steps.add(decide.apply(row)));
                            return steps;
                        })
                        .call(steps -> steps.isEmpty() ? Uni.createFrom().nullItem() : store.record(connection, steps)))
                .invoke(() -> Failpoint.reach("step.moved"))
                .invoke(this::publish)
                .map(steps -> steps.stream().map(Recorded::step).toList());
    }
}
