package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.asteris.local.chaos.Failpoints;
import io.asteris.local.chaos.Trap;
import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Five cells of the failpoint matrix, others each day; the whole of it is {@code ./asteris chaos failpoints}. */
@ExtendWith(SharedSet.class)
class FailpointsIT {
    private static final int CELLS = 5;
    private static final String TRAP = Trap.class.getName().replace('.', '/') + ".class";

    private final Failpoints failpoints;

    FailpointsIT(SharedSet.Commands commands) {
        this.failpoints = commands.failpoints();
    }

    @AfterAll
    static void oneDispatcherAgain(SharedSet.Commands commands) throws IOException, InterruptedException {
        commands.stop(SetProcesses.SECOND_DISPATCHER);
    }

    /** Those of today; the line of a failure names its cell, and {@code --only} repeats it. */
    static List<Failpoints.Cell> cells() {
        List<Failpoints.Cell> cells = new ArrayList<>(Failpoints.matrix());
        Collections.shuffle(cells, new Random(LocalDate.now(ZoneOffset.UTC).toEpochDay()));
        // Those with one dispatcher first, so that the second starts once.
        return cells.stream()
                .limit(CELLS)
                .sorted(Comparator.comparing(Failpoints.Cell::dispatchers))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aFaultBetweenTwoDurableStepsLosesNothingAndRepeatsOnlyWhatItMay(Failpoints.Cell cell)
            throws IOException, InterruptedException {
        Failpoints.Report report = failpoints.run(cell);

        assertThat(report.wrong()).isEmpty();
        assertThat(report.accepted()).isEqualTo(20);
    }

    @Test
    void noPackagedServiceHoldsTheTrap() throws IOException {
        Path root = Path.of(System.getProperty("asteris.root"));
        List<Path> jars = new ArrayList<>();
        for (String service :
                List.of("send-gateway", "dispatcher", "log-service", "webhook-ingest", "deliverability")) {
            try (Stream<Path> files = Files.walk(root.resolve(service).resolve("target/quarkus-app"))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
            }
        }

        assertThat(jars.stream().filter(jar -> holds(jar, "io/asteris/platform/failpoint/Failpoint.class")))
                .as("the failpoints themselves are in each service, so this looks in the right places")
                .hasSize(5);
        assertThat(jars).noneMatch(jar -> holds(jar, TRAP));
    }

    private static boolean holds(Path jar, String entry) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
