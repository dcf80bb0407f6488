package io.asteris.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.embedded.FreePort;
import io.asteris.local.chaos.Failpoints;
import io.asteris.local.chaos.ReportFailpoints;
import io.asteris.local.chaos.RunningSet;
import io.asteris.local.chaos.Traps;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.SetProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One set for all end-to-end tests of a run, started and stopped through {@code ./asteris} as a user would. */
final class SharedSet implements BeforeAllCallback, ParameterResolver {
    /** The test column of the wiring's settings, so that what takes minutes in life takes seconds here. */
    private static final List<String> SHORT_SETTINGS = List.of(
            "asteris.dispatcher.lease=2s",
            "asteris.dispatcher.reconcile-window=2s",
            "asteris.dispatcher.retry.base=200ms",
            "asteris.dispatcher.retry.cap=2s",
            "asteris.gateway.backlog=50",
            "asteris.local.second-dispatcher=true",
            "asteris.local.second-ingest=true");

    private static final Duration START = Duration.ofMinutes(3);

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Commands.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    private static Commands running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedSet.class))
                .computeIfAbsent(Commands.class, type -> Commands.up(), Commands.class);
    }

    /** {@code ./asteris} with the data folder of this run. */
    static final class Commands implements AutoCloseable {
        private final Path data;
        private final RunningSet set;
        private final Traps traps;

        private Commands(Path data, RunningSet set, Traps traps) {
            this.data = data;
            this.set = set;
            this.traps = traps;
        }

        private static Commands up() {
            try {
                Path data = Files.createTempDirectory("asteris-e2e");
                List<String> arguments = new ArrayList<>(List.of(
                        "up", "--detach", "--data", data.toString(), "--port", String.valueOf(FreePort.choose())));
                SHORT_SETTINGS.forEach(setting -> arguments.addAll(List.of("--set", setting)));
                Traps traps = Traps.in(Files.createTempDirectory("asteris-traps"));
                traps.settings().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
                assertThat(run(arguments))
                        .as("exit code of ./asteris up; see %s/logs", data)
                        .isZero();
                var commands = new Commands(data, RunningSet.in(data), traps);
                commands.stop(SetProcesses.SECOND_DISPATCHER);
                commands.stop(SetProcesses.SECOND_INGEST);
                return commands;
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException("the set did not start", failed);
            }
        }

        RunningSet set() {
            return set;
        }

        /** The campaign that breaks this set between two steps. */
        Failpoints failpoints() {
            return new Failpoints(set, processes(), traps);
        }

        /** The campaign that breaks ingest between two steps. */
        ReportFailpoints reportFailpoints() {
            return new ReportFailpoints(set, processes(), traps);
        }

        /** The set's processes, a second dispatcher and ingest among them, which are down unless a test starts them. */
        SetProcesses processes() {
            return SetProcesses.of(Checkout.current(), DataFolder.openExisting(data));
        }

        /** Stops a process for as long as {@link #start} does not bring it back. */
        void stop(String name) throws IOException, InterruptedException {
            assertThat(run(List.of("stop", name, "--data", data.toString()))).isZero();
        }

        void start(String name) throws IOException, InterruptedException {
            assertThat(run(List.of("start", name, "--data", data.toString()))).isZero();
        }

        /** Waits until the set is whole: a message goes all the way. */
        void awaitMail() {
            String subject = "whole again " + UUID.randomUUID();
            String message = "{\"to\":\"anna@example.com\",\"subject\":\"" + subject + "\",\"text\":\"t\"}";
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> set.post("/send", message).statusCode() == 202);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> set.inboxSubjects(subject)
                    .containsKey(subject));
        }

        /** Changes the master key. */
        void rotateKeys() throws IOException, InterruptedException {
            assertThat(run(List.of("keys", "rotate", "--data", data.toString())))
                    .isZero();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            assertThat(run(List.of("down", "--erase", "--data", data.toString())))
                    .isZero();
        }

        private static int run(List<String> arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(script().toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("ASTERIS_BUILD", "no");
            Process process = builder.start();
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(arguments + " did not end within " + START);
            }
            return process.exitValue();
        }

        private static Path script() {
            return Path.of(System.getProperty("asteris.root"), "asteris");
        }
    }
}
