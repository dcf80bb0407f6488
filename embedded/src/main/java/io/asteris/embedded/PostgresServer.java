package io.asteris.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One PostgreSQL as a child process of this JVM; stopped by {@link #close}, its data stay. */
public final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PostgresServer.class);
    private static final Duration START_BOUND = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int STOP_BOUND_SECONDS = 30;

    private final PostgresSettings settings;
    private final Process process;
    private final Thread onExit = new Thread(this::stop, "stop-postgres");

    private PostgresServer(PostgresSettings settings, Process process) {
        this.settings = settings;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /**
     * Starts it and waits until it takes connections. After a {@code kill -9} of an earlier server its back ends may hold
     * the data for a moment; the start is repeated until they are gone.
     *
     * @throws EmbeddedException when it does not start within a minute, with the reason
     */
    public static PostgresServer start(PostgresSettings settings) {
        Instant deadline = Instant.now().plus(START_BOUND);
        List<String> command = PostgresFolder.prepare(settings);
        while (true) {
            PostgresServer server = new PostgresServer(settings, spawn(command, settings));
            if (server.awaitConnections(deadline)) {
                return server;
            }
            server.close();
            if (Instant.now().isAfter(deadline)) {
                throw new EmbeddedException("PostgreSQL did not start, see " + settings.log() + ".");
            }
            pause();
            command = PostgresFolder.prepare(settings);
        }
    }

    /** Opens a connection as superuser {@code postgres}. */
    public Connection connect(String database) throws SQLException {
        return connect(settings, database);
    }

    /** Whether a server with these settings takes connections now. */
    public static boolean isReady(PostgresSettings settings) {
        try (Connection connection = connect(settings, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    static Connection connect(PostgresSettings settings, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("connectTimeout", "2");
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        return DriverManager.getConnection(settings.jdbcUrl(database), properties);
    }

    public PostgresSettings settings() {
        return settings;
    }

    public int port() {
        return settings.port();
    }

    /** Process id of the postmaster. */
    public long pid() {
        return process.pid();
    }

    /** Ends it as a crash would (SIGKILL); its data can be started again. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
        forget();
    }

    /** Ends it cleanly; open connections are cut. */
    @Override
    public void close() {
        stop();
        forget();
    }

    private static Process spawn(List<String> command, PostgresSettings settings) {
        try {
            Files.createDirectories(settings.log().toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new EmbeddedException("PostgreSQL could not be started: " + e.getMessage(), e);
        }
    }

    private boolean awaitConnections(Instant deadline) {
        while (process.isAlive() && Instant.now().isBefore(deadline)) {
            if (isReady(settings)) {
                return true;
            }
            pause();
        }
        return false;
    }

    private void stop() {
        if (process.isAlive()) {
            Signals.interrupt(process.pid());
            if (!awaitEnd()) {
                LOG.warnf("PostgreSQL did not stop in time and is killed pid=%d", process.pid());
                process.destroyForcibly();
            }
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            LOG.trace("The JVM is ending already, so the hook may stay", e);
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while waiting for PostgreSQL.", e);
        }
    }
}
