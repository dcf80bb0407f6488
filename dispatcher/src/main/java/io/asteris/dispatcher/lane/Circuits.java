package io.asteris.dispatcher.lane;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.DispatcherConfig;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.delivery.LaneKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/** Opens the circuit of a lane whose provider fails, and closes it when a call gets through again. */
@ApplicationScoped
class Circuits {
    private static final Logger LOG = Logger.getLogger(Circuits.class);

    private final CircuitStore store;
    private final DispatcherConfig config;
    private final ConcurrentMap<LaneKey, Circuit> circuits = new ConcurrentHashMap<>();
    private final Set<LaneKey> probing = ConcurrentHashMap.newKeySet();

    Circuits(CircuitStore store, DispatcherConfig config) {
        this.store = store;
        this.config = config;
    }

    /** The circuit is open, and the lane's next answer says whether it works again. */
    void probes(LaneKey lane) {
        probing.add(lane);
    }

    /** Takes an answer into account. */
    Uni<Void> heard(LaneKey lane, Answer answer) {
        Circuit circuit = circuits.computeIfAbsent(lane, wanted -> new Circuit());
        boolean failed = isFailure(answer);
        if (probing.remove(lane)) {
            circuit.forget();
            return failed ? Uni.createFrom().voidItem() : closed(lane);
        }
        if (!failed && !(answer instanceof Answer.Taken)) {
            return Uni.createFrom().voidItem();
        }
        return circuit.breaks(failed, System.nanoTime())
                ? opened(lane, answer.said().line())
                : Uni.createFrom().voidItem();
    }

    /** What is said of single recipients is about them, and a refusal for good is about the message. */
    private static boolean isFailure(Answer answer) {
        return switch (answer) {
            case Answer.Taken taken -> false;
            case Answer.Refused refused -> false;
            case Answer.NotTaken notTaken ->
                notTaken.cause() == Cause.TRANSIENT && notTaken.recipients().isEmpty();
            case Answer.Unknown unknown -> true;
        };
    }

    private Uni<Void> opened(LaneKey lane, String words) {
        LOG.warnf("Circuit opens, the lane's mail is parked lane=%s", lane);
        return store.open(lane, words, config.lane().probe());
    }

    private Uni<Void> closed(LaneKey lane) {
        LOG.infof("Circuit closes lane=%s", lane);
        return store.close(lane);
    }
}
