package io.asteris.local.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Ends a process politely, and by force when it does not listen. */
final class Stopper {
    private static final Logger LOG = Logger.getLogger(Stopper.class);
    /** Longer than the drain of a service, shorter than anybody's patience. */
    private static final Duration POLITE = Duration.ofSeconds(30);

    private static final Duration FORCED = Duration.ofSeconds(5);

    private Stopper() {}

    static void stop(RunFolder run, String name, StopSignal signal) {
        PidFile file = run.pidFile(name);
        OptionalLong pid = file.living();
        if (pid.isPresent()) {
            signal.send(pid.getAsLong());
            if (!awaitEnd(file, POLITE)) {
                LOG.warnf("Process did not end in time and is killed process=%s pid=%d", name, pid.getAsLong());
                ProcessHandle.of(pid.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
                awaitEnd(file, FORCED);
            }
        }
        file.delete();
    }

    private static boolean awaitEnd(PidFile file, Duration bound) {
        Instant deadline = Instant.now().plus(bound);
        while (Instant.now().isBefore(deadline)) {
            if (file.living().isEmpty()) {
                return true;
            }
            Pause.of(Duration.ofMillis(20));
        }
        return false;
    }
}
