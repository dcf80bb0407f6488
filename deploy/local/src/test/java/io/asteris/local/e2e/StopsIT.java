package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.local.chaos.Stops;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A dispatcher that is told to stop ends its calls first; twenty such stops are {@code ./asteris chaos stops}. */
@ExtendWith(SharedSet.class)
class StopsIT {
    private static final int SENDS = 120;

    private final Stops stops;

    StopsIT(SharedSet.Commands commands) {
        this.stops = new Stops(commands.set(), commands.processes());
    }

    @Test
    void aStopUnderLoadLeavesNothingUncertainAndSendsNothingTwice() throws IOException, InterruptedException {
        Stops.Report report = stops.restart(SENDS);

        assertThat(report.wrong()).isEmpty();
        assertThat(report.uncertain()).isZero();
        assertThat(report.accepted()).isEqualTo(SENDS);
    }
}
