package io.asteris.bench.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asteris.embedded.PostgresServer;
import io.asteris.embedded.PostgresSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folds that share a lock as the log's do, and one who holds them back by it. */
class LogBrakeTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int TURNS = 50;
    private static final int ALLOWED = 2;

    /** What the log could do in a turn, were it let. */
    private static final int POSSIBLE = 5;

    @TempDir
    static Path folder;

    private static PostgresServer server;

    private Connection folds;
    private LogBrake brake;

    @BeforeAll
    static void startServer() throws SQLException {
        server = PostgresServer.start(
                PostgresSettings.forTest(folder.resolve("postgres")).relaxed());
        try (Connection owner = connect();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA log");
            statement.execute("CREATE TABLE log.stat (site text, dimension text, key text, count bigint)");
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connectBoth() throws SQLException {
        folds = connect();
        folds.setAutoCommit(false);
        try (Statement statement = folds.createStatement()) {
            statement.execute("TRUNCATE log.stat");
            statement.execute(
                    "INSERT INTO log.stat VALUES ('one', 'status', 'sent', 0), ('other', 'status', 'sent', 1000)");
        }
        folds.commit();
        brake = new LogBrake(connect(), "one");
    }

    @AfterEach
    void closeBoth() throws SQLException {
        brake.close();
        folds.close();
    }

    @Test
    void theLogGoesOnAtThePaceOfTheTurns() throws SQLException {
        for (int turn = 1; turn <= TURNS; turn++) {
            // When
            brake.keep((long) ALLOWED * turn);
            for (int i = 0; i < POSSIBLE; i++) {
                fold();
            }

            // Then
            assertThat(brake.sent()).isBetween((long) ALLOWED * turn, (long) ALLOWED * turn + POSSIBLE - 1);
        }
    }

    @Test
    void atNoPaceNothingIsFoldedUntilTheWorkIsDone() throws Exception {
        // When
        double reached = brake.pace(0, () -> {
            await().atMost(BOUND).until(() -> !mayFold());
            fold();
        });

        // Then
        assertThat(reached).isZero();
        fold();
        assertThat(brake.sent()).isEqualTo(1);
    }

    /** One message more is sent, if the lock can be shared. */
    private void fold() throws SQLException {
        if (isLockShared()) {
            try (Statement statement = folds.createStatement()) {
                statement.execute("UPDATE log.stat SET count = count + 1 WHERE site = 'one'");
            }
        }
        folds.commit();
    }

    private boolean mayFold() throws SQLException {
        boolean shared = isLockShared();
        folds.commit();
        return shared;
    }

    private boolean isLockShared() throws SQLException {
        return LogRows.number(folds, "SELECT pg_try_advisory_xact_lock_shared(hashtext('log.holding'))::int") == 1;
    }

    private static Connection connect() throws SQLException {
        return server.connect("postgres");
    }
}
