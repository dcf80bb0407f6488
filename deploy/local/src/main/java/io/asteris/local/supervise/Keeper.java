package io.asteris.local.supervise;

import io.asteris.local.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Keeps one process: adopts or starts it, starts it again when it dies, leaves it down while it is held. */
final class Keeper {
    private static final Logger LOG = Logger.getLogger(Keeper.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A process that dies this often before it was ever ready will not come by itself. */
    private static final int DEATHS_AT_START = 6;

    private final ProcessSpec spec;
    private final RunFolder run;
    private final PidFile pidFile;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private Instant startedAt = Instant.EPOCH;
    private Duration pause = Duration.ZERO;
    private int deaths;

    Keeper(ProcessSpec spec, RunFolder run) {
        this.spec = spec;
        this.run = run;
        this.pidFile = run.pidFile(spec.name());
    }

    ProcessSpec spec() {
        return spec;
    }

    /** Completes when the process has been ready once; fails when it does not come. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Runs until the thread is interrupted, or until it is clear that the process does not come at all. */
    void keep() {
        boolean hopeful = attempt(this::adopt);
        while (hopeful && !Thread.currentThread().isInterrupted()) {
            hopeful = attempt(this::look);
            Pause.of(LOOK);
        }
    }

    /** What fails before the process was ever ready ends the start; later it is tried again. */
    private boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            if (ready.completeExceptionally(e)) {
                return false;
            }
            pause = longer(pause);
            LOG.errorf(e, "Process could not be looked after, trying again process=%s pause=%s", spec.name(), pause);
            return true;
        }
    }

    /** Asks it to end and waits until it has. */
    void stop() {
        Stopper.stop(run, spec.name(), spec.stopSignal());
    }

    /** A process that an earlier launcher left is ours, unless it was started with something else than we would give. */
    private void adopt() {
        OptionalLong living = pidFile.living();
        if (living.isEmpty()) {
            return;
        }
        String wanted = Spawn.fingerprint(spec.command().get(), spec.environment());
        if (pidFile.fingerprint().filter(wanted::equals).isPresent()) {
            startedAt = Instant.now();
            LOG.infof("Process found running process=%s pid=%d", spec.name(), living.getAsLong());
        } else {
            LOG.infof("Process runs with other settings and is replaced process=%s", spec.name());
            stop();
        }
    }

    private void look() {
        boolean alive = pidFile.living().isPresent();
        if (run.isHeld(spec.name())) {
            if (alive) {
                stop();
            }
            startedAt = Instant.EPOCH;
            pause = Duration.ZERO;
        } else if (!alive) {
            startAgain();
        } else if (!ready.isDone() && spec.probe().isReady()) {
            spec.whenReady().run();
            ready.complete(null);
        }
    }

    private void startAgain() {
        if (!startedAt.equals(Instant.EPOCH)) {
            noteDeath();
        }
        Pause.of(pause);
        // Held or told to end meanwhile: the next look sees to it.
        if (Thread.currentThread().isInterrupted() || run.isHeld(spec.name())) {
            return;
        }
        List<String> command = spec.command().get();
        Spawn.start(run, spec.name(), command, spec.environment());
        startedAt = Instant.now();
    }

    private void noteDeath() {
        deaths++;
        if (!ready.isDone() && deaths >= DEATHS_AT_START) {
            throw new Refusal(spec.name() + " does not start, see " + run.log(spec.name()) + ".");
        }
        boolean shortLived = startedAt.plus(SHORT_LIFE).isAfter(Instant.now());
        pause = shortLived ? longer(pause) : Duration.ZERO;
        LOG.warnf("Process ended and is started again process=%s pause=%s", spec.name(), pause);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
