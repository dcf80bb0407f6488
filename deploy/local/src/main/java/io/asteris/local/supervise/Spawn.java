package io.asteris.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts a process that outlives the launcher: a session of its own, no inherited input or output, its pid on disk. */
public final class Spawn {
    /** The shell writes its own number and then becomes the program, which therefore has that number. */
    private static final String WRITE_PID = "echo $$ >\"$0.new\" && mv -f \"$0.new\" \"$0\" && exec \"$@\"";

    private static final int FINGERPRINT_BYTES = 12;
    private static final Duration LOOK = Duration.ofMillis(2);

    private Spawn() {}

    /** Starts it and waits until its pid is written down. */
    public static void start(RunFolder run, String name, List<String> command, Map<String, String> environment) {
        PidFile file = run.pidFile(name);
        run.rotate(name);
        Path log = run.log(name);
        try {
            ProcessBuilder builder = new ProcessBuilder(wrap(command, file.path()))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            file.writeDetails(process.pid(), fingerprint(command, environment));
            while (process.isAlive() && !file.names(process.pid())) {
                Pause.of(LOOK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Process " + name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** A hash of what a process is started with; two equal ones mean that a running process need not be replaced. */
    static String fingerprint(List<String> command, Map<String, String> environment) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String all = command + "\n" + new TreeMap<>(environment);
            byte[] hash = digest.digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static List<String> wrap(List<String> command, Path pidFile) {
        List<String> wrapped = new ArrayList<>();
        // A session of its own, so that Ctrl-C in the terminal reaches the launcher alone, which then stops in order.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            wrapped.add("/usr/bin/setsid");
        }
        wrapped.addAll(List.of("/bin/sh", "-c", WRITE_PID, pidFile.toString()));
        wrapped.addAll(command);
        return wrapped;
    }
}
