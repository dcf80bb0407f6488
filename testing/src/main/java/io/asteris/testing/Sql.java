package io.asteris.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Blocking SQL for tests as the server's superuser, whom row-level security does not bind. Tables are named with their schema.
 */
public final class Sql {
    private final String jdbcUrl;

    Sql(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /**
     * The rows of a query, each with its columns in order.
     *
     * @param values for the {@code ?} of the query
     */
    public List<Map<String, @Nullable Object>> rows(String query, @Nullable Object... values) {
        return run(query, values, statement -> {
            try (ResultSet found = statement.executeQuery()) {
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(row(found));
                }
                return rows;
            }
        });
    }

    /** The only column of the only row, which must be a number, as of a {@code count(*)}. */
    public long number(String query, @Nullable Object... values) {
        Object only = rows(query, values).getFirst().values().iterator().next();
        if (only instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("the query gives no number: " + query);
    }

    /** Runs a statement that gives no rows, or whose rows do not matter. */
    public void execute(String statement, @Nullable Object... values) {
        run(statement, values, PreparedStatement::execute);
    }

    /**
     * Does something while a session holds an advisory lock, so that whoever wants it waits.
     *
     * @param lock its one or two numbers, as SQL
     */
    public <T> T holding(String lock, Callable<T> work) throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, "postgres", "");
                PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_lock(" + lock + ")")) {
            statement.execute();
            return work.call();
        }
    }

    private static Map<String, @Nullable Object> row(ResultSet found) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i), found.getObject(i));
        }
        return row;
    }

    private <T> T run(String sql, @Nullable Object[] values, Work<T> work) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, "postgres", "");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return work.on(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException("SQL state " + failed.getSQLState() + " for: " + sql, failed);
        }
    }

    /** What is done with a prepared statement. */
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
