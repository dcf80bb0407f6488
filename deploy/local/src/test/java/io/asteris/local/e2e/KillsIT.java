package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.local.chaos.Kills;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code 202} outlives the process that gave it, and every other one. */
@ExtendWith(SharedSet.class)
class KillsIT {
    private static final int SENDS = 200;

    /** Only calls under way at the kill may have been made twice; a lane has so many at most. */
    private static final int LANE_CONCURRENCY = 16;

    private final Kills kills;

    KillsIT(SharedSet.Commands commands) {
        this.kills = new Kills(commands.set());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dispatcher", "send-gateway", "log-service", "kafka", "postgres"})
    void aKillLosesNothingAndRepeatsOnlyWhatWasUnderWay(String victim) throws IOException, InterruptedException {
        Kills.Report report = kills.kill(victim, SENDS);

        assertThat(report.wrong()).isEmpty();
        assertThat(report.accepted()).isEqualTo(SENDS);
        assertThat(report.twice()).isLessThanOrEqualTo(LANE_CONCURRENCY);
    }
}
