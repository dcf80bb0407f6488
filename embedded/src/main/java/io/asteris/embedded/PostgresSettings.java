package io.asteris.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one PostgreSQL runs.
 *
 * @param directory the data folder, made when it is missing, kept otherwise
 * @param port the port on 127.0.0.1
 * @param password of the superuser {@code postgres}; null lets everybody on this machine in (tests)
 * @param durable false leaves out fsync and synchronous commit: for tests that do not test durability
 * @param walMegabytes how much write-ahead log is kept ready; 1024 keeps the tail of commit times short, 64 the disk small
 * @param log the file that takes what the server says
 */
public record PostgresSettings(
        Path directory, int port, @Nullable String password, boolean durable, int walMegabytes, Path log) {
    private static final int SMALLEST_WAL = 32;

    public PostgresSettings {
        directory = directory.toAbsolutePath().normalize();
        if (walMegabytes < SMALLEST_WAL) {
            throw new IllegalArgumentException(
                    "walMegabytes must be at least " + SMALLEST_WAL + ", not " + walMegabytes);
        }
    }

    /** Settings for a test: free port, no password, durable, little write-ahead log, log file beside the folder. */
    public static PostgresSettings forTest(Path directory) {
        Path log = directory.toAbsolutePath().resolveSibling(directory.getFileName() + ".log");
        return new PostgresSettings(directory, FreePort.choose(), null, true, 64, log);
    }

    /** The same without fsync: faster, and only as safe as the machine. */
    public PostgresSettings relaxed() {
        return new PostgresSettings(directory, port, password, false, walMegabytes, log);
    }

    /** The same with this password for the superuser. */
    public PostgresSettings withPassword(String newPassword) {
        return new PostgresSettings(directory, port, newPassword, durable, walMegabytes, log);
    }

    /** Where a JDBC driver finds this database of the server. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "PostgresSettings[directory=" + directory + ", port=" + port + ", durable=" + durable + "]";
    }
}
