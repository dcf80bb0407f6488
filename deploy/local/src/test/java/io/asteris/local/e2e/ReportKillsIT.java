package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.local.chaos.ReportKills;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report that was answered {@code 200} has its one effect, whoever dies. */
@ExtendWith(SharedSet.class)
class ReportKillsIT {
    private static final int REPORTS = 150;

    private final ReportKills kills;

    ReportKillsIT(SharedSet.Commands commands) {
        this.kills = new ReportKills(commands.set());
    }

    /** Reports need no broker to be kept, so it may still be away; the tests behind this one need a whole set. */
    @AfterAll
    static void mailFlowsAgain(SharedSet.Commands commands) {
        commands.awaitMail();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-ingest", "kafka"})
    void aKillLosesNoReportAndAppliesNoneTwice(String victim) throws IOException, InterruptedException {
        ReportKills.Report report = kills.kill(victim, REPORTS);

        assertThat(report.wrong()).isEmpty();
        assertThat(report.kept()).isEqualTo(REPORTS);
    }
}
