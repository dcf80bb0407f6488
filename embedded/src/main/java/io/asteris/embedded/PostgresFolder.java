package io.asteris.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a data folder ready for a start of PostgreSQL and says with which command to start it. */
public final class PostgresFolder {
    static final String VERSION = "18";
    /** No process id reaches this (Linux ends at 2^22), so PostgreSQL takes a lock file that names it for a left-over. */
    private static final String NOBODYS_PID = "2147483646";

    private PostgresFolder() {}

    /**
     * Unpacks the programs and makes the data folder where that is not done yet; repeating it is cheap. No server may run
     * in the folder.
     *
     * @return the command that runs the server in the foreground; its process is the postmaster. SIGINT stops it at once
     *     and cleanly; SIGTERM waits for its clients
     * @throws EmbeddedException when the folder belongs to another version or the folder cannot be made
     */
    public static List<String> prepare(PostgresSettings settings) {
        Path home = PostgresBinaries.unpack();
        try {
            if (Files.exists(settings.directory().resolve("PG_VERSION"))) {
                checkVersion(settings.directory());
                releaseLock(settings.directory());
            } else {
                initialise(home, settings);
            }
        } catch (IOException e) {
            throw new EmbeddedException(
                    "The PostgreSQL folder " + settings.directory() + " cannot be used: " + e.getMessage(), e);
        }
        return command(home, settings);
    }

    private static void checkVersion(Path directory) throws IOException {
        String found = Files.readString(directory.resolve("PG_VERSION")).strip();
        if (!found.equals(VERSION)) {
            throw new EmbeddedException("The folder " + directory + " holds data of PostgreSQL " + found
                    + ", this is PostgreSQL " + VERSION + ": use another data folder, or erase this one.");
        }
    }

    /**
     * PostgreSQL refuses to start while the process named by its lock file lives, also when that is a zombie or some other
     * program that got the number later. The rest of the lock file must stay: by it the new server makes sure that no
     * back end of the old one still writes.
     */
    private static void releaseLock(Path directory) throws IOException {
        Path lock = directory.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(lock));
        if (lines.isEmpty() || isPostgres(lines.getFirst().strip())) {
            return;
        }
        lines.set(0, NOBODYS_PID);
        Files.writeString(lock, String.join("\n", lines) + "\n");
    }

    private static boolean isPostgres(String pid) {
        return parse(pid)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    private static Optional<Long> parse(String pid) {
        try {
            return Optional.of(Long.parseLong(pid));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Beside the folder first, then renamed: a crash in the middle leaves nothing that looks like a data folder. */
    private static void initialise(Path home, PostgresSettings settings) throws IOException {
        Path directory = settings.directory();
        Path work = directory.resolveSibling(directory.getFileName() + ".new");
        Folders.delete(work);
        Files.createDirectories(directory.getParent());
        Path password = writePassword(settings, work);
        try {
            run(initdb(home, settings, work, password), settings.log());
        } finally {
            Files.deleteIfExists(password);
        }
        Files.deleteIfExists(directory);
        Files.move(work, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> initdb(Path home, PostgresSettings settings, Path target, Path password) {
        List<String> command = new ArrayList<>(asUser());
        command.addAll(List.of(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + target,
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (settings.password() == null) {
            command.add("--auth=trust");
        } else {
            command.add("--auth=scram-sha-256");
            command.add("--pwfile=" + password);
        }
        if (!settings.durable()) {
            command.add("--no-sync");
        }
        return command;
    }

    private static Path writePassword(PostgresSettings settings, Path work) throws IOException {
        Path file = work.resolveSibling(work.getFileName() + ".password");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (settings.password() != null) {
            Files.writeString(file, settings.password() + "\n");
        }
        return file;
    }

    private static List<String> command(Path home, PostgresSettings settings) {
        String durability = settings.durable() ? "on" : "off";
        List<String> options = List.of(
                "listen_addresses=127.0.0.1",
                "port=" + settings.port(),
                "unix_socket_directories=",
                "max_connections=200",
                "shared_buffers=128MB",
                "fsync=" + durability,
                "synchronous_commit=" + durability,
                "full_page_writes=" + durability,
                "data_sync_retry=off",
                "min_wal_size=" + settings.walMegabytes() + "MB",
                "max_wal_size=" + settings.walMegabytes() + "MB",
                "timezone=UTC",
                "log_timezone=UTC",
                // A failed statement or its detail may hold an address; neither belongs into a log file.
                "log_min_error_statement=panic",
                "log_error_verbosity=terse");
        List<String> command = new ArrayList<>(asUser());
        command.add(home.resolve("bin/postgres").toString());
        command.add("-D");
        command.add(settings.directory().toString());
        for (String option : options) {
            command.add("-c");
            command.add(option);
        }
        return List.copyOf(command);
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it sees another user. unshare(1) execs. */
    private static List<String> asUser() {
        return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
    }

    private static void run(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new EmbeddedException("initdb failed with code " + code + ", see " + log
                        + (asUser().isEmpty()
                                ? "."
                                : " (as root it needs user namespaces; else run as another user)."));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while PostgreSQL made its data folder.", e);
        }
    }
}
