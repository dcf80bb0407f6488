package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.local.chaos.ReportFailpoints;
import io.asteris.local.chaos.ReportKills;
import io.asteris.local.chaos.ReportOrders;
import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report that was answered {@code 200} has its one effect, whoever dies, however often it comes and wherever to. */
@ExtendWith(SharedSet.class)
class ReportKillsIT {
    private static final int REPORTS = 150;

    private final SharedSet.Commands commands;

    ReportKillsIT(SharedSet.Commands commands) {
        this.commands = commands;
    }

    /** Reports need no broker to be kept, so it may still be away; the tests behind this one need a whole set. */
    @AfterAll
    static void mailFlowsAgain(SharedSet.Commands commands) {
        commands.awaitMail();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-ingest", "kafka"})
    void aKillLosesNoReportAndAppliesNoneTwice(String victim) throws IOException, InterruptedException {
        ReportKills.Report report = new ReportKills(commands.set()).kill(victim, REPORTS);

        assertThat(report.wrong()).isEmpty();
        assertThat(report.kept()).isEqualTo(REPORTS);
    }

    /** Another place each day; the whole matrix is {@code ./asteris chaos reports}. */
    @Test
    void aKillBetweenTwoDurableStepsLosesNoReportAndAppliesNoneTwice() throws IOException, InterruptedException {
        List<ReportFailpoints.Cell> cells = ReportFailpoints.matrix().stream()
                .filter(cell -> cell.instances() == 1)
                .toList();
        ReportFailpoints.Cell cell =
                cells.get((int) (LocalDate.now(ZoneOffset.UTC).toEpochDay() % cells.size()));

        commands.awaitMail();
        ReportKills.Report report = commands.reportFailpoints().run(cell);

        assertThat(report.wrong()).as(cell.toString()).isEmpty();
    }

    @Test
    void fiftyRepeatsOfEachInAnyOrderAtTwoInstancesHaveOneEffectEach() throws IOException, InterruptedException {
        commands.awaitMail();
        commands.start(SetProcesses.SECOND_INGEST);
        try {
            var orders = new ReportOrders(commands.set(), commands.processes());

            assertThat(orders.post(1).wrong()).isEmpty();
            assertThat(orders.post(2).wrong()).isEmpty();
        } finally {
            commands.stop(SetProcesses.SECOND_INGEST);
        }
    }
}
