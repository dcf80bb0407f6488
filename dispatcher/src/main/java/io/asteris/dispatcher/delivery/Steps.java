package io.asteris.dispatcher.delivery;

import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.kafka.OutgoingEvent;
import io.asteris.platform.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes steps ready to be written, with their events, and takes those that need no call: read under lock, decide, write, tell. */
@ApplicationScoped
public class Steps {
    private static final Logger LOG = Logger.getLogger(Steps.class);

    private final DatabaseClock clock;
    private final Outbox outbox;
    private final StepStore store;
    private final MeterRegistry metrics;

    Steps(DatabaseClock clock, Outbox outbox, StepStore store, MeterRegistry metrics) {
        this.clock = clock;
        this.outbox = outbox;
        this.store = store;
        this.metrics = metrics;
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
        return move(locking, parameters, decide, steps -> List.of());
    }

    /**
     * The same, telling more than the steps do.
     *
     * @param besides makes the events that are told together with the steps taken
     */
    Uni<List<Transition>> move(
            String locking,
            Tuple parameters,
            Function<Row, Recorded> decide,
            Function<List<Transition>, List<? extends Event>> besides) {
        return outbox.asWorker(tx -> tx.connection()
                        .preparedQuery(locking)
                        .execute(parameters)
                        .map(rows -> {
                            List<Recorded> steps = new ArrayList<>(rows.size());
                            rows.forEach(row -> steps.add(decide.apply(row)));
                            return steps;
                        })
                        .chain(steps -> taken(tx.connection(), steps))
                        .invoke(steps -> besides.apply(transitions(steps)).forEach(tx::tell)))
                .invoke(() -> Failpoint.reach("step.moved"))
                .invoke(this::publish)
                .map(Steps::transitions);
    }

    private Uni<List<Recorded>> taken(SqlConnection connection, List<Recorded> steps) {
        if (steps.isEmpty()) {
            return Uni.createFrom().item(steps);
        }
        return store.record(connection, steps).map(moved -> {
            List<Recorded> taken = new ArrayList<>(steps.size());
            for (Recorded step : steps) {
                if (moved.contains(step.step().from().message())) {
                    taken.add(step);
                } else {
                    refuse(step.step(), step.step().from());
                }
            }
            return taken;
        });
    }

    /**
     * Says and counts that a step was refused.
     *
     * @param present the row as it stands; null when it is gone
     */
    public void refuse(Transition step, @Nullable Delivery present) {
        metrics.counter("asteris.transitions.refused", "to", step.to().state().word())
                .increment();
        LOG.warnf(
                "A step is refused and changes nothing messageId=%s attempt=%d to=%s present=%s",
                step.from().message(),
                step.from().attempt(),
                step.to().state().word(),
                present == null ? "gone" : present.state().word());
    }

    private static List<Transition> transitions(List<Recorded> steps) {
        return steps.stream().map(Recorded::step).toList();
    }
}
