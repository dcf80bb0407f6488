package io.asteris.local.set;

import io.asteris.local.Refusal;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.folder.Port;
import io.asteris.local.folder.PortMemory;
import io.asteris.local.folder.Secrets;
import io.asteris.local.supervise.Pause;
import io.asteris.local.supervise.PidFile;
import io.asteris.local.supervise.ProcessSpec;
import io.asteris.local.supervise.RunFolder;
import io.asteris.local.supervise.Supervisor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The processes of a set as its files tell, also from outside the supervisor: looked at, held down, released, killed. */
public final class SetProcesses {
    /** Another dispatcher beside the first, where {@link SetOptions#SECOND_DISPATCHER} asked for one. */
    public static final String SECOND_DISPATCHER = "dispatcher-2";

    /** Another webhook-ingest beside the first, where {@link SetOptions#SECOND_INGEST} asked for one. */
    public static final String SECOND_INGEST = "webhook-ingest-2";

    private static final String SUPERVISOR = "supervisor";
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration STOP_BOUND = Duration.ofMinutes(1);
    private static final Duration START_BOUND = Duration.ofMinutes(1);
    private static final Duration END_BOUND = Duration.ofMinutes(3);

    private final RunFolder run;
    private final List<ProcessSpec> specs;

    SetProcesses(DataFolder folder, List<ProcessSpec> specs) {
        this.run = new RunFolder(folder.run(), folder.logs());
        this.specs = List.copyOf(specs);
    }

    /** Those of an existing folder, to look at and to stop. */
    public static SetProcesses of(Checkout checkout, DataFolder folder) {
        var run = new RunFolder(folder.run(), folder.logs());
        SetOptions unsaid = new SetOptions(
                folder.root(),
                null,
                Map.of(
                        SetOptions.SECOND_DISPATCHER, isThere(run, SECOND_DISPATCHER),
                        SetOptions.SECOND_INGEST, isThere(run, SECOND_INGEST)));
        return new SetProcesses(
                folder, new Blueprint(checkout, folder, PortMemory.of(folder), Secrets.of(folder), unsaid).specs());
    }

    private static String isThere(RunFolder run, String name) {
        return Boolean.toString(run.pidFile(name).living().isPresent() || run.isHeld(name));
    }

    /** Where each service of an existing folder tells whether it is ready, by its name. */
    public static Map<String, URI> readiness(Checkout checkout, DataFolder folder) {
        SetOptions unsaid = new SetOptions(folder.root(), null, Map.of());
        return new Blueprint(checkout, folder, PortMemory.of(folder), Secrets.of(folder), unsaid).readiness();
    }

    /** The name of the process that listens on this port. */
    static String owner(Port port) {
        String name = port.name().toLowerCase(Locale.ROOT).replace('_', '-');
        for (String suffix : List.of("-management", "-controller", "-smtp", "-http")) {
            name = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        }
        return name;
    }

    RunFolder run() {
        return run;
    }

    public List<ProcessSpec> specs() {
        return specs;
    }

    /** Its process id when it runs. */
    public OptionalLong pid(String name) {
        return run.pidFile(name).living();
    }

    boolean isAlive(String name) {
        return pid(name).isPresent();
    }

    /** Where a process takes requests, without the front door. */
    public URI address(String name) {
        return URI.create("http://127.0.0.1:" + require(name).port());
    }

    /** Whether somebody ordered it to stay down. */
    public boolean isHeld(String name) {
        return run.isHeld(name);
    }

    /** Whether it runs and does its work. */
    public boolean isReady(String name) {
        return isAlive(name) && require(name).probe().isReady();
    }

    /** Stops one process cleanly; it stays down until it is started again. */
    public void stop(String name) {
        ProcessSpec spec = require(name);
        run.hold(name);
        if (isSupervised()) {
            await(() -> !isAlive(name), STOP_BOUND, name + " did not stop, see " + run.log(name) + ".");
        } else {
            Supervisor.stopAll(run, List.of(spec));
        }
    }

    /**
     * Starts a process that was stopped and waits until it does its work.
     *
     * @throws Refusal when nobody supervises the set, or the process does not come
     */
    public void start(String name) {
        require(name);
        if (!isSupervised()) {
            throw new Refusal("The set is not running: start it with ./asteris up.");
        }
        run.release(name);
        awaitReady(name);
    }

    /** Waits until it runs and does its work. */
    public void awaitReady(String name) {
        await(() -> isReady(name), START_BOUND, name + " is not ready, see " + run.log(name) + ".");
    }

    /** Ends one process as a crash would (SIGKILL); its supervisor starts it again. */
    public void kill(String name) {
        require(name);
        OptionalLong pid = pid(name);
        pid.ifPresent(number -> ProcessHandle.of(number).ifPresent(ProcessHandle::destroyForcibly));
        PidFile file = run.pidFile(name);
        await(() -> !file.living().equals(pid) || pid.isEmpty(), STOP_BOUND, name + " could not be killed.");
    }

    /** Whether a supervisor runs. */
    public boolean isSupervised() {
        return isAlive(SUPERVISOR);
    }

    /** Ends the supervisor, which stops everything, and then whatever a dead supervisor has left. */
    public void stopAll() {
        pid(SUPERVISOR).ifPresent(number -> ProcessHandle.of(number).ifPresent(ProcessHandle::destroy));
        await(() -> !isSupervised(), END_BOUND, "The supervisor did not stop, see " + run.log(SUPERVISOR) + ".");
        Supervisor.stopAll(run, specs);
        forgetSupervisor();
        releaseAll();
    }

    void releaseAll() {
        specs.forEach(spec -> run.release(spec.name()));
    }

    void recordSupervisor() {
        run.pidFile(SUPERVISOR).write(ProcessHandle.current().pid(), "-");
    }

    void forgetSupervisor() {
        run.pidFile(SUPERVISOR).delete();
    }

    private ProcessSpec require(String name) {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal("There is no process " + name + "; known are "
                        + specs.stream().map(ProcessSpec::name).collect(Collectors.joining(", ")) + "."));
    }

    private static void await(BooleanSupplier condition, Duration bound, String otherwise) {
        Instant deadline = Instant.now().plus(bound);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new Refusal(otherwise);
            }
            Pause.of(LOOK);
        }
    }
}
