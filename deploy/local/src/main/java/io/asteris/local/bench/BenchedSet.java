package io.asteris.local.bench;

import io.asteris.bench.Subject;
import io.asteris.embedded.FreePort;
import io.asteris.local.folder.DataFolder;
import io.asteris.local.set.Checkout;
import io.asteris.local.set.LocalSet;
import io.asteris.local.set.SetOptions;
import io.asteris.local.supervise.ProcessSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A set of its own in a temporary folder, which is erased behind the measurement. */
public final class BenchedSet implements Subject, AutoCloseable {
    private final Path folder;
    private final LocalSet set;
    private final Map<String, String> env;

    private BenchedSet(Path folder, LocalSet set) {
        this.folder = folder;
        this.set = set;
        this.env = set.env();
    }

    /**
     * Starts it: the inbox counts only, and the gateway does not refuse for want of a broker that keeps up.
     *
     * @param settings more {@code asteris.…} keys
     */
    public static BenchedSet start(Map<String, String> settings) throws IOException {
        Path folder = Files.createTempDirectory("asteris-bench");
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("asteris.inbox.keep", "false");
        all.putIfAbsent("asteris.gateway.backlog", "1000000");
        return new BenchedSet(
                folder, LocalSet.start(Checkout.current(), new SetOptions(folder, FreePort.choose(), all)));
    }

    @Override
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + spec("send-gateway").port());
    }

    @Override
    public URI log() {
        return URI.create("http://127.0.0.1:" + spec("log-service").port());
    }

    @Override
    public URI webhooks() {
        return URI.create("http://127.0.0.1:" + spec("webhook-ingest").port());
    }

    @Override
    public URI frontDoor() {
        return URI.create("http://127.0.0.1:" + spec("front-door").port());
    }

    @Override
    public String key() {
        return env("ASTERIS_KEY");
    }

    @Override
    public String adminKey() {
        return env("ASTERIS_ADMIN_KEY");
    }

    @Override
    public String site() {
        return env("ASTERIS_SITE");
    }

    @Override
    public String database() {
        return env("DATABASE_URL");
    }

    @Override
    public String kafka() {
        return env("KAFKA_BOOTSTRAP");
    }

    @Override
    public URI inbox() {
        return URI.create(env("ASTERIS_INBOX_URL"));
    }

    @Override
    public int inboxSmtp() {
        return spec("inbox").port();
    }

    @Override
    public List<String> processes() {
        return set.processes().specs().stream().map(ProcessSpec::name).toList();
    }

    @Override
    public long pid(String process) {
        return set.processes().pid(process).orElseThrow(() -> new IllegalStateException(process + " does not run"));
    }

    @Override
    public void stop(String process) {
        set.processes().stop(process);
    }

    @Override
    public void start(String process) {
        set.processes().start(process);
    }

    @Override
    public void close() {
        set.close();
        DataFolder.openExisting(folder).erase();
    }

    private ProcessSpec spec(String name) {
        return set.processes().specs().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String env(String name) {
        String value = env.get(name);
        if (value == null) {
            throw new IllegalStateException("the env file has no " + name);
        }
        return value;
    }
}
