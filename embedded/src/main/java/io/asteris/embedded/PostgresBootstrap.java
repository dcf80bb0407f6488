package io.asteris.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the database {@code asteris} and its three roles: the owner migrates schemas, the worker sees all sites, the
 * request role only the site of its transaction (row-level security). Repeating it changes nothing but the password.
 */
public final class PostgresBootstrap {
    public static final String DATABASE = "asteris";
    public static final String OWNER = "asteris_owner";
    public static final String WORKER = "asteris_worker";
    public static final String REQUEST = "asteris_request";

    /** What needs no quoting in SQL, a URL or a shell. */
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private PostgresBootstrap() {}

    /** Runs it on a server that takes connections. Null leaves the roles without a password (trust). */
    public static void run(PostgresSettings settings, @Nullable String password) {
        if (password != null && !PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("A database password here has 1 to 128 letters, digits, '_' and '-'.");
        }
        try {
            try (Connection connection = PostgresServer.connect(settings, "postgres")) {
                roles(connection, password);
                database(connection);
            }
            try (Connection connection = PostgresServer.connect(settings, DATABASE)) {
                rights(connection);
            }
        } catch (SQLException e) {
            throw new EmbeddedException(
                    "The database could not be set up: SQL state " + e.getSQLState() + ", " + e.getMessage(), e);
        }
    }

    private static void roles(Connection connection, @Nullable String password) throws SQLException {
        for (String role : List.of(OWNER, WORKER, REQUEST)) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                execute(connection, "CREATE ROLE " + role + " LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE");
            }
            if (password != null) {
                execute(connection, "ALTER ROLE " + role + " PASSWORD '" + password + "'");
            }
        }
    }

    private static void database(Connection connection) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", DATABASE)) {
            execute(connection, "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        }
    }

    private static void rights(Connection connection) throws SQLException {
        execute(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm");
        execute(connection, "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
        execute(
                connection,
                "GRANT CONNECT, TEMPORARY ON DATABASE " + DATABASE + " TO " + String.join(", ", WORKER, REQUEST));
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
