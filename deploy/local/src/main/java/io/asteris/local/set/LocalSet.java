package io.asteris.local.set;

import io.asteris.local.Refusal;
import io.asteris.local.first.FirstStart;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.folder.Port;
import io.asteris.local.folder.PortMemory;
import io.asteris.local.folder.PrivateFile;
import io.asteris.local.folder.Secrets;
import io.asteris.local.supervise.Supervisor;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole set under this JVM's supervision: {@code ./asteris up} for a person, a few lines for a test. */
public final class LocalSet implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofMinutes(3);

    private final DataFolder folder;
    private final SetLock lock;
    private final Blueprint blueprint;
    private final PortMemory ports;
    private final Secrets secrets;
    private final SetProcesses processes;
    private @Nullable Supervisor supervisor;
    private boolean closed;

    private LocalSet(Checkout checkout, SetOptions options, DataFolder folder, SetLock lock) {
        this.folder = folder;
        this.lock = lock;
        this.ports = PortMemory.of(folder);
        SetProcesses before = SetProcesses.of(checkout, folder);
        ports.settle(options.port(), port -> before.isAlive(SetProcesses.owner(port)));
        this.secrets = Secrets.of(folder);
        this.blueprint = new Blueprint(checkout, folder, ports, secrets, options);
        this.processes = new SetProcesses(folder, blueprint.specs());
    }

    /**
     * Claims the data folder, which is made when it is new; nothing runs yet.
     *
     * @return empty when another supervisor has the folder
     * @throws Refusal when the folder or the port cannot be used, or a service is not built
     */
    public static Optional<LocalSet> claim(Checkout checkout, SetOptions options) {
        checkout.requireBuilt();
        DataFolder folder = DataFolder.openOrCreate(options.data());
        Optional<SetLock> lock = SetLock.take(folder.lock());
        try {
            return lock.map(held -> new LocalSet(checkout, options, folder, held));
        } catch (RuntimeException e) {
            lock.ifPresent(SetLock::close);
            throw e;
        }
    }

    /** Claims the folder and starts everything: for tests and campaigns. However this JVM ends, the set is stopped in order. */
    public static LocalSet start(Checkout checkout, SetOptions options) {
        LocalSet set = claim(checkout, options)
                .orElseThrow(() -> new Refusal("A set runs in " + options.data() + " already."));
        Runtime.getRuntime().addShutdownHook(new Thread(set::close, "stop-set"));
        set.start();
        return set;
    }

    /**
     * Starts or adopts all processes, makes the default site at the first time, and writes the file {@code env}.
     *
     * @throws Refusal in one sentence when something does not come up; then everything is stopped again
     */
    public void start() {
        new SetState.Starting().write(folder);
        processes.recordSupervisor();
        try {
            processes.releaseAll();
            supervise().awaitReady(START_BOUND);
            writeEnv(FirstStart.run(folder.firstStart(), localUrl(), secrets.adminKey(), ports.get(Port.INBOX_SMTP)));
            new SetState.Ready().write(folder);
        } catch (RuntimeException e) {
            close();
            new SetState.Failed(String.valueOf(e.getMessage())).write(folder);
            throw e;
        }
    }

    /** The lines of the file {@code env}. */
    public Map<String, String> env() {
        return PrivateFile.read(folder.env());
    }

    /** The address of the front door; no path. */
    public String url() {
        return blueprint.url();
    }

    /** To look at, stop, start and kill single processes. */
    public SetProcesses processes() {
        return processes;
    }

    /** Stops everything in order and gives the folder back; the data stay. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (supervisor != null) {
            supervisor.close();
        }
        processes.forgetSupervisor();
        new SetState.Silent().write(folder);
        lock.close();
    }

    /** Gives the folder back and lets run what runs. */
    public synchronized void abandon() {
        closed = true;
        if (supervisor != null) {
            supervisor.abandon();
        }
        processes.forgetSupervisor();
        lock.close();
    }

    private synchronized Supervisor supervise() {
        if (closed) {
            throw new Refusal("The set was stopped while it started.");
        }
        Supervisor running = Supervisor.start(processes.run(), processes.specs());
        supervisor = running;
        return running;
    }

    private URI localUrl() {
        return URI.create("http://127.0.0.1:" + ports.get(Port.FRONT_DOOR));
    }

    private void writeEnv(FirstStart.Site site) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("ASTERIS_URL", url());
        env.put("ASTERIS_SITE", site.id());
        env.put("ASTERIS_KEY", site.key());
        env.put("ASTERIS_ADMIN_KEY", secrets.adminKey());
        env.putAll(blueprint.addresses());
        PrivateFile.write(folder.env(), env);
    }
}
