package io.asteris.dispatcher.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.contract.DispatchState;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks the state machine by whatever transitions its types offer and compares with the table of RELIABILITY 2, written down here again. */
class DispatchModelTest {
    private static final int SEQUENCES = 20_000;
    private static final int LONGEST = 40;
    private static final Map<DispatchState, Set<DispatchState>> TABLE = table();

    @Test
    void everyStateOffersExactlyTheTransitionsOfTheTable() {
        for (DispatchState state : DispatchState.values()) {
            assertThat(Transitions.from(state)).as("from %s", state).isEqualTo(TABLE.get(state));
        }
    }

    @Test
    void noRandomWalkLeavesTheTableOrATerminalStateButByCorrection() {
        var random = new Random(20260301);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Dispatch standing = new Dispatch.Queued();
            for (int step = 0; step < LONGEST; step++) {
                List<Method> offered = Transitions.of(standing);
                if (offered.isEmpty()) {
                    assertThat(standing.state().terminal()).isTrue();
                    break;
                }
                Dispatch next = Transitions.take(standing, offered.get(random.nextInt(offered.size())));
                assertThat(TABLE.get(standing.state())).contains(next.state());
                if (standing.state().terminal()) {
                    assertThat(standing).isInstanceOf(Dispatch.Correctable.class);
                    assertThat(next).isInstanceOf(Dispatch.Sent.class);
                }
                standing = next;
            }
        }
    }

    private static Map<DispatchState, Set<DispatchState>> table() {
        Map<DispatchState, Set<DispatchState>> table = new EnumMap<>(DispatchState.class);
        Set<DispatchState> stops = EnumSet.of(DispatchState.SUPPRESSED, DispatchState.CANCELLED, DispatchState.EXPIRED);
        for (DispatchState state : DispatchState.values()) {
            table.put(state, EnumSet.noneOf(DispatchState.class));
        }
        table.put(DispatchState.QUEUED, and(stops, DispatchState.ATTEMPTING, DispatchState.HELD));
        table.put(DispatchState.RETRY_WAIT, and(stops, DispatchState.ATTEMPTING));
        table.put(DispatchState.HELD, and(stops, DispatchState.RETRY_WAIT));
        table.put(
                DispatchState.ATTEMPTING,
                EnumSet.of(
                        DispatchState.SENT,
                        DispatchState.RETRY_WAIT,
                        DispatchState.FAILED,
                        DispatchState.UNCERTAIN,
                        DispatchState.HELD));
        table.put(
                DispatchState.UNCERTAIN,
                EnumSet.of(DispatchState.SENT, DispatchState.RETRY_WAIT, DispatchState.UNKNOWN));
        for (DispatchState correctable : List.of(DispatchState.UNKNOWN, DispatchState.EXPIRED, DispatchState.FAILED)) {
            table.put(correctable, EnumSet.of(DispatchState.SENT));
        }
        return table;
    }

    private static Set<DispatchState> and(Set<DispatchState> some, DispatchState... more) {
        Set<DispatchState> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }
}
