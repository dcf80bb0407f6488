package io.asteris.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asteris.embedded.FreePort;
import io.asteris.local.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private RunFolder run;
    private List<ProcessSpec> specs;

    @BeforeEach
    void prepare() throws IOException {
        run = new RunFolder(
                Files.createDirectory(folder.resolve("run")), Files.createDirectory(folder.resolve("logs")));
        specs = List.of(fake("first", 0, "a"), fake("second", 1, "a").after(Set.of("first")));
    }

    @AfterEach
    void stopAll() {
        Supervisor.stopAll(run, specs);
    }

    @Test
    void aProcessThatDiesIsStartedAgain() {
        // Given
        try (Supervisor supervisor = Supervisor.start(run, specs)) {
            supervisor.awaitReady(BOUND);
            OptionalLong before = pid("first");
            OptionalLong other = pid("second");

            // When
            kill(before);

            // Then
            await(() -> pid("first").isPresent() && !pid("first").equals(before) && ready("first"));
            assertThat(pid("second")).isEqualTo(other);
        }
        assertThat(pid("first")).isEmpty();
        assertThat(pid("second")).isEmpty();
    }

    @Test
    void aProcessThatIsHeldStaysDownUntilItIsReleased() {
        // Given
        try (Supervisor supervisor = Supervisor.start(run, specs)) {
            supervisor.awaitReady(BOUND);

            // When
            run.hold("first");

            // Then
            await(() -> pid("first").isEmpty());
            Awaitility.await().during(Duration.ofSeconds(1)).atMost(BOUND).until(() -> pid("first")
                    .isEmpty());
            run.release("first");
            await(() -> ready("first"));
        }
    }

    @Test
    void whatACrashedSupervisorLeftIsAdoptedAndKept() {
        // Given
        Supervisor crashed = Supervisor.start(run, specs);
        crashed.awaitReady(BOUND);
        OptionalLong first = pid("first");
        OptionalLong second = pid("second");

        // When
        crashed.abandon();

        // Then
        try (Supervisor next = Supervisor.start(run, specs)) {
            next.awaitReady(BOUND);
            assertThat(pid("first")).isEqualTo(first);
            assertThat(pid("second")).isEqualTo(second);
            kill(second);
            await(() -> pid("second").isPresent() && ready("second"));
        }
    }

    @Test
    void aProcessThatRunsWithOtherSettingsIsReplaced() {
        // Given
        Supervisor crashed = Supervisor.start(run, specs);
        crashed.awaitReady(BOUND);
        OptionalLong first = pid("first");
        OptionalLong second = pid("second");
        crashed.abandon();

        // When
        List<ProcessSpec> changed = List.of(specs.getFirst(), specs.getLast().with(Map.of("OTHER", "value")));
        try (Supervisor next = Supervisor.start(run, changed)) {
            next.awaitReady(BOUND);

            // Then
            assertThat(pid("first")).isEqualTo(first);
            assertThat(pid("second")).isNotEmpty().isNotEqualTo(second);
        }
    }

    @Test
    void higherStagesAreStoppedFirstAndDependentsAreStartedLast() throws Exception {
        // Given
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<ProcessSpec> noted = specs.stream()
                .map(spec -> spec.whenReady(() -> order.add(spec.name())))
                .toList();
        Supervisor supervisor = Supervisor.start(run, noted);
        supervisor.awaitReady(BOUND);
        ProcessHandle first = ProcessHandle.of(pid("first").orElseThrow()).orElseThrow();
        ProcessHandle second = ProcessHandle.of(pid("second").orElseThrow()).orElseThrow();
        second.onExit()
                .thenAccept(ended -> order.add("second ended, first alive: " + first.isAlive()))
                .isDone();

        // When
        supervisor.close();

        // Then
        await(() -> order.size() == 3);
        assertThat(order).containsExactly("first", "second", "second ended, first alive: true");
    }

    @Test
    void aProcessThatNeverComesFailsTheStartAndNamesItsLog() {
        // Given
        List<ProcessSpec> broken =
                List.of(ProcessSpec.of("broken", List.of("/bin/sh", "-c", "echo no; exit 3"), 0, () -> false, 0));

        // When
        try (Supervisor supervisor = Supervisor.start(run, broken)) {
            // Then
            assertThatThrownBy(() -> supervisor.awaitReady(BOUND))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("broken does not start, see " + run.log("broken"));
        }
        assertThat(run.log("broken")).content().contains("no");
    }

    @Test
    void aStrangerThatGotTheNumberOfADeadProcessIsNotTakenForIt() throws Exception {
        // Given
        PidFile file = run.pidFile("first");
        Process ours = new ProcessBuilder("sleep", "60").start();
        file.write(ours.pid(), "x");
        assertThat(file.living()).hasValue(ours.pid());
        String details = Files.readString(folder.resolve("run/first.process"));
        ours.destroyForcibly().waitFor();

        // When
        long stranger = ProcessHandle.current().pid();
        Files.writeString(file.path(), stranger + "\n");
        Files.writeString(folder.resolve("run/first.process"), details.replaceFirst("^\\d+", Long.toString(stranger)));

        // Then
        assertThat(file.living()).isEmpty();
    }

    @Test
    void theNumberIsOnDiskBeforeTheLauncherWritesAnything() throws Exception {
        // Given
        Supervisor supervisor = Supervisor.start(run, specs);
        supervisor.awaitReady(BOUND);
        OptionalLong first = pid("first");
        supervisor.abandon();

        // When
        Files.delete(folder.resolve("run/first.process"));

        // Then
        assertThat(pid("first")).isEqualTo(first);
    }

    private static ProcessSpec fake(String name, int stage, String word) {
        int port = FreePort.choose();
        return ProcessSpec.of(
                name,
                FakeProcess.command(port, word),
                port,
                Probe.http(URI.create("http://127.0.0.1:" + port + "/")),
                stage);
    }

    private OptionalLong pid(String name) {
        return run.pidFile(name).living();
    }

    private boolean ready(String name) {
        return specs.stream().filter(spec -> spec.name().equals(name)).allMatch(spec -> spec.probe()
                .isReady());
    }

    private static void kill(OptionalLong pid) {
        ProcessHandle.of(pid.orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(BOUND).until(condition);
    }
}
