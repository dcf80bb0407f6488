package io.asteris.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files by which launcher, supervisor and commands agree on what runs. */
public final class RunFolder {
    private static final long LOG_LIMIT = 10L << 20;

    private final Path run;
    private final Path logs;

    /** Both folders must exist. */
    public RunFolder(Path run, Path logs) {
        this.run = run;
        this.logs = logs;
    }

    public PidFile pidFile(String name) {
        return new PidFile(run, name);
    }

    /** Where a process writes what it says. */
    public Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Whether somebody ordered this process to stay down. */
    public boolean isHeld(String name) {
        return Files.exists(marker(name));
    }

    /** Orders a process to stay down until it is released. */
    public void hold(String name) {
        try {
            Files.writeString(marker(name), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the order back. */
    public void release(String name) {
        try {
            Files.deleteIfExists(marker(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a log that has grown aside, keeping one old one. A running writer keeps its file. */
    void rotate(String name) {
        Path log = log(name);
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path marker(String name) {
        return run.resolve(name + ".stopped");
    }
}
